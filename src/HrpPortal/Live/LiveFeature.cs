using Microsoft.AspNetCore.Components.Server.Circuits;

namespace HrpPortal.Live;

public static class LiveFeature
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveUpdates>();
        builder.Services.AddScoped<Line>().AddScoped<CircuitHandler>(services => services.GetRequiredService<Line>());
        builder.Services.AddSignalR();
        return builder;
    }
}

using HrpPortal.Data;
using HrpPortal.Facilities;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Demo;

/// <summary>
/// What a newcomer's Debug run has besides the portal: the sandbox beside it and a hospital full of invented patients. This
/// folder is not compiled into a Release build.
/// </summary>
public static class DemoFeature
{
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("Demo:Drill", false)) builder.AddDrill();
        if (!builder.Environment.IsDevelopment() || !builder.Configuration.GetValue("Sandbox:Enabled", false)) return builder;
        if (builder.Configuration.GetValue("Sandbox:Training", false)) builder.Configuration["Portal:Training"] = "true";

        // The sandbox shows codes on its phones; its port is a setting of its own.
        if (string.IsNullOrEmpty(builder.Configuration["Sms:Url"]))
            builder.Configuration["Sms:Url"] = $"http://127.0.0.1:{builder.Configuration.GetValue("Sandbox:Port", 5090)}/sandbox/sms";
        builder.Services.AddHostedService<SandboxBeside>();
        builder.Services.AddHostedService<Welcome>();
        return builder;
    }

    private static void AddDrill(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Drill>();
        builder.Services.AddSingleton<DrillClock>();
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<DrillClock>());
        builder.Services.AddHttpClient(CrashingSockets.ClientName).UseSocketsHttpHandler((handler, services) =>
            handler.PlaintextStreamFilter = (context, _) =>
                ValueTask.FromResult<Stream>(new CrashingSockets(context.PlaintextStream, services.GetRequiredService<CrashPoints>())));
    }

    public static async Task SeedDemoAsync(this WebApplication app)
    {
        var people = Path.Combine(AppContext.BaseDirectory, "demo-people.json");
        if (!app.Environment.IsDevelopment() || !app.Configuration.GetValue("Demo:Seed", true) || !File.Exists(people)) return;
        var databases = app.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        var hospital = app.Services.GetRequiredService<FacilityDirectory>().Current;
        var today = app.Services.GetRequiredService<PortalTime>().Today;
        await using var db = await databases.CreateDbContextAsync();
        await DemoHospital.SeedAsync(db, hospital.HipId, people, today, app.Services.GetRequiredService<TimeProvider>().Utc());
    }
}

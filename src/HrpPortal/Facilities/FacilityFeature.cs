using HrpPortal.Callbacks;

namespace HrpPortal.Facilities;

public static class FacilityFeature
{
    public static WebApplicationBuilder AddFacilities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FacilityDirectory>().AddSingleton<FacilityService>();
        builder.Services.AddSingleton<ICallbackFacilities>(services => services.GetRequiredService<FacilityDirectory>());
        builder.Services.AddHostedService<FacilityWatch>();
        return builder;
    }
}

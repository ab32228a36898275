using HrpPortal.Audit;
using HrpPortal.Callbacks;

namespace HrpPortal.Facilities;

public static class FacilityFeature
{
    public static WebApplicationBuilder AddFacilities(this WebApplicationBuilder builder)
    {
        // What is changed here, and by all features after it, is written down.
        builder.AddAudit();
        builder.Services.AddSingleton<FacilityDirectory>().AddSingleton<FacilityService>();
        builder.Services.AddSingleton<ICallbackFacilities>(services => services.GetRequiredService<FacilityDirectory>());
        builder.Services.AddHostedService<FacilityWatch>();
        return builder;
    }
}

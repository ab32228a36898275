using HrpPortal.Callbacks;

namespace HrpPortal.Facilities;

public static class FacilityFeature
{
    public static WebApplicationBuilder AddFacilities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FacilityDirectory>();
        builder.Services.AddSingleton<ICallbackFacilities>(services => services.GetRequiredService<FacilityDirectory>());
        return builder;
    }
}

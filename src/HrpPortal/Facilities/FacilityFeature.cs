using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Callbacks;
using HrpPortal.Facilities.Pages;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

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
        builder.Services.AddScoped<Workplace>().AddScoped<CircuitHandler, WorkplaceOfCircuit>().AddSingleton<IAuthorizationHandler, StrangersStayOut>();
        builder.Services.AddSingleton(new PlacePart(typeof(PlaceName)));
        return builder;
    }

    /// <summary>After it is known who asks.</summary>
    public static WebApplication UseFacilities(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<Workplace>().IsOf(StaffMember.From(context.User));
            return next(context);
        });
        return app;
    }

    public static WebApplication MapFacilities(this WebApplication app)
    {
        WorkplaceEndpoint.Map(app);
        return app;
    }
}

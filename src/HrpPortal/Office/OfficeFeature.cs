using HrpPortal.Access;
using HrpPortal.Office.Pages;
using HrpPortal.Ui;

namespace HrpPortal.Office;

/// <summary>The records office: its inbox, who has what in hand, and links taken home as a file.</summary>
public static class OfficeFeature
{
    public static WebApplicationBuilder AddOffice(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSingleton<InboxClaims>();
        builder.Services.AddSingleton<InboxCount>();
        builder.Services.AddScoped<LinkExport>();
        builder.Services.AddSingleton<AuditQueries>();
        builder.Services.AddScoped<AuditExport>();
        builder.Services.AddSingleton(new NavPart(typeof(InboxBadge)));
        return builder;
    }

    public static WebApplication MapOffice(this WebApplication app)
    {
        app.MapGet($"{PortalUrls.Links}/export.csv", (HttpContext context, LinkExport export) => export.WriteAsync(context))
            .RequireAuthorization(Policies.Records).ExcludeFromDescription();
        app.MapGet($"{PortalUrls.Audit}/export.csv", (HttpContext context, AuditExport export) => export.WriteAsync(context))
            .RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        return app;
    }
}

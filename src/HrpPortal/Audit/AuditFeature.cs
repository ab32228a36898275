namespace HrpPortal.Audit;

public static class AuditFeature
{
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<AuditSeals>();
        builder.Services.AddHostedService<AuditSealer>();
        return builder;
    }
}

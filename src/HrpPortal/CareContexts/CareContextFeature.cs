namespace HrpPortal.CareContexts;

public static class CareContextFeature
{
    public static WebApplicationBuilder AddCareContexts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RecordService>();
        return builder;
    }
}

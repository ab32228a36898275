namespace HrpPortal.Drafts;

public static class DraftFeature
{
    public static WebApplicationBuilder AddDrafts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DraftStore>();
        return builder;
    }
}

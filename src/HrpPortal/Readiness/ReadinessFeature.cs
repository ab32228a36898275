namespace HrpPortal.Readiness;

public static class ReadinessFeature
{
    public static WebApplicationBuilder AddReadiness(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReadinessBoard>().AddSingleton<ReadinessWords>().AddSingleton<PublicAddress>().AddSingleton<CallbackTest>().AddSingleton<Bridge>();
        return builder;
    }
}

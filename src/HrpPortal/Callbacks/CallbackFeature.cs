namespace HrpPortal.Callbacks;

public static class CallbackFeature
{
    public static WebApplicationBuilder AddCallbacks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<InboxSignal>();
        builder.Services.AddSingleton<CallbackInbox>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CallbackInbox>());
        builder.Services.AddHostedService<InboxApplier>();
        builder.Services.AddSingleton<CallbackGate>();
        return builder;
    }
}

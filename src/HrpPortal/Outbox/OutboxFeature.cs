namespace HrpPortal.Outbox;

public static class OutboxFeature
{
    public static WebApplicationBuilder AddOutbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<OutboxOptions>().BindConfiguration("Outbox")
            .Validate(options => options is { LeaseSeconds: > 0, Parallel: > 0, PollMilliseconds: > 0 }, "Outbox:LeaseSeconds, :Parallel and :PollMilliseconds must be above 0.")
            .ValidateOnStart();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddHostedService<OutboxDispatcher>();
        return builder;
    }
}

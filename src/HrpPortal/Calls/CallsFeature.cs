using HrpPortal.Outbox;

namespace HrpPortal.Calls;

public static class CallsFeature
{
    public static WebApplicationBuilder AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CallStore>();
        builder.Services.AddSingleton<IOutboxSender, CallSender>();
        return builder;
    }
}

using HrpPortal.Callbacks;
using HrpPortal.Outbox;

namespace HrpPortal.Sms;

/// <summary>Patients without an ABHA address are told by SMS where their records are.</summary>
public static class SmsFeature
{
    public static WebApplicationBuilder AddSms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SmsStore>().AddSingleton<SmsService>();
        builder.Services.AddSingleton<IOutboxSender, SmsSender>().AddSingleton<ICallbackHandler, SmsReplies>();
        return builder;
    }
}

using HrpPortal.Data;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Sms;

/// <summary>How it stands with an SMS, in words that claim no more than is known.</summary>
public static class SmsWords
{
    /// <summary>Enough for the patient to say "yes, that one", too little to call.</summary>
    public static string Mobile(string mobile) => $"{mobile[..2]}••••{mobile[^2..]}";

    public static string Of(SmsInvitation sms, PortalTime clock)
    {
        var (mobile, asked) = (Mobile(sms.Mobile), clock.Moment(sms.AskedAt));
        return sms.State switch
        {
            SmsState.Asked or SmsState.Sending => SmsTexts.Asked.With(mobile, asked),
            SmsState.Accepted => SmsTexts.Accepted.With(mobile, asked),
            SmsState.Sent => SmsTexts.Sent.With(mobile, clock.Moment(sms.ClosedAt!.Value)),
            SmsState.Refused => SmsTexts.Refused.With(mobile),
            _ => SmsTexts.NoAnswer.With(mobile, asked),
        };
    }

    public static Tone ToneOf(SmsState state) => state switch
    {
        SmsState.Sent => Tone.Good,
        SmsState.Refused or SmsState.NoAnswer => Tone.Warn,
        _ => Tone.Info,
    };
}

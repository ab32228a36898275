using HrpPortal.Gateway;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Callbacks;

/// <summary>Callbacks as a person says it.</summary>
public static class CallbackWords
{
    public static string Of(string path) => path switch
    {
        CallbackPaths.OnAddContexts or CallbackPaths.OnCareContext => CallbacksTexts.AnswerToLink,
        CallbackPaths.OnContextNotify or CallbackPaths.OnContextNotifyV3 => CallbacksTexts.AnswerToNotice,
        CallbackPaths.OnFetchModes => CallbacksTexts.WaysToAsk,
        CallbackPaths.OnInit => CallbacksTexts.AnswerToAsking,
        CallbackPaths.OnConfirm or CallbackPaths.OnGenerateToken => CallbacksTexts.Permission,
        _ => path,
    };

    public static (string Word, string Icon, Tone Tone) Of(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => (CallbacksTexts.NobodyAsked, "info", Tone.Quiet),
        CallbackOutcome.OtherFacility => (CallbacksTexts.OtherFacility, "alert", Tone.Warn),
        _ => (CallbacksTexts.NotApplied, "alert", Tone.Bad),
    };

    public static string Why(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => CallbacksTexts.NobodyAskedWhy,
        CallbackOutcome.OtherFacility => CallbacksTexts.OtherFacilityWhy,
        _ => Phrase.Count(callback.Failures, CallbacksTexts.TriedOnce, CallbacksTexts.TriedOften),
    };
}

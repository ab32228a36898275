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
        CallbackPaths.OnSmsNotify or CallbackPaths.OnSmsNotifyV3 => CallbacksTexts.AnswerToSms,
        AbdmCalls.AuthNotify => CallbacksTexts.DecidedInApp,
        AbdmCalls.PatientStatusNotify => CallbacksTexts.PatientStatus,
        AbdmCalls.Discover or AbdmCalls.DiscoverV3 => CallbacksTexts.PatientLooks,
        AbdmCalls.LinkInit or AbdmCalls.LinkInitV3 => CallbacksTexts.PatientChooses,
        AbdmCalls.LinkConfirm or AbdmCalls.LinkConfirmV3 => CallbacksTexts.PatientConfirms,
        AbdmCalls.Share or AbdmCalls.ShareV1 or AbdmCalls.ShareV3 => CallbacksTexts.PatientShares,
        AbdmCalls.ConsentNotify or AbdmCalls.ConsentNotifyV3 => CallbacksTexts.Consent,
        AbdmCalls.DataRequest or AbdmCalls.DataRequestV3 => CallbacksTexts.DataRequest,
        _ => CallbacksTexts.SomethingElse,
    };

    public static (string Word, string Icon, Tone Tone) Of(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => (IsCall(callback) ? CallbacksTexts.NotPlaced : CallbacksTexts.NobodyAsked, "info", Tone.Quiet),
        CallbackOutcome.OtherFacility => (CallbacksTexts.OtherFacility, "alert", Tone.Warn),
        _ => (CallbacksTexts.NotApplied, "alert", Tone.Bad),
    };

    public static string Why(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => IsCall(callback) ? CallbacksTexts.NotPlacedWhy : CallbacksTexts.NobodyAskedWhy,
        CallbackOutcome.OtherFacility => CallbacksTexts.OtherFacilityWhy,
        _ => Phrase.Count(callback.Failures, CallbacksTexts.TriedOnce, CallbacksTexts.TriedOften),
    };

    /// <summary>ABDM began: there was nothing to ask for.</summary>
    private static bool IsCall(KeptCallback callback) => AbdmCalls.All.Contains(callback.Path);
}

using HrpPortal.Gateway;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Callbacks;

/// <summary>Callbacks as a person says it.</summary>
public static class CallbackWords
{
    public static string Of(string path) => path switch
    {
        CallbackPaths.OnAddContexts => "Answer to a link request",
        CallbackPaths.OnContextNotify => "Answer to a notice of new records",
        CallbackPaths.OnFetchModes => "Ways to ask for permission",
        CallbackPaths.OnInit => "Answer to asking for permission",
        CallbackPaths.OnConfirm => "Permission, given or refused",
        _ => path,
    };

    public static (string Word, string Icon, Tone Tone) Of(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => ("Nobody asked", "info", Tone.Quiet),
        CallbackOutcome.OtherFacility => ("Another facility's", "alert", Tone.Warn),
        _ => ("Could not be applied", "alert", Tone.Bad),
    };

    public static string Why(KeptCallback callback) => callback.Outcome switch
    {
        CallbackOutcome.Orphan => "This portal has no request with this id.",
        CallbackOutcome.OtherFacility => "The request is of another facility than the one that answered.",
        _ => $"Tried {callback.Failures} {(callback.Failures == 1 ? "time" : "times")}; it is tried again by itself.",
    };
}

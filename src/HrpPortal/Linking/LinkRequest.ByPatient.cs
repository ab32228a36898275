namespace HrpPortal.Linking;

/// <summary>T22: the patient links in his app what staff would have linked (protocol, 6). ABDM knows it of him, so nothing is sent.</summary>
public sealed partial class LinkRequest
{
    /// <summary>
    /// These care contexts are linked. What is on its way is let be: its own answer, SUCCESS or 1439, is about to come. False: nothing
    /// of them waits here.
    /// </summary>
    public bool LinkedByPatient(IReadOnlyCollection<Guid> careContexts, DateTime now)
    {
        var isNew = Steps == 0;
        if (!isNew && !Waits && State != LinkState.NeedsHuman) return false;
        var linked = OpenContexts.Where(context => careContexts.Contains(context.CareContextId)).ToList();
        if (linked.Count == 0) return false;
        foreach (var context in linked) Mark(context, isNew ? LinkContextState.Linked : LinkContextState.LinkedBefore);
        var all = !OpenContexts.Any();
        if (all) (ErrorCode, ErrorMessage, AuthenticationId) = (null, null, null);
        Move(LinkTransition.T22, all ? LinkState.Linked : State, LinkActor.Patient, now, all ? LinkReason.None : Reason);
        return true;
    }

    /// <summary>It came to an end that says nothing is linked, which is wrong of what the patient linked himself meanwhile.</summary>
    public bool EndedUnlinked => IsFinal && State != LinkState.Linked;

    /// <summary>The patient linked what is on its way: whoever brings its answer at this very moment looks again, and knows of it then.</summary>
    public void PatientWasQuicker() => Version++;

    /// <summary>
    /// While it was on its way the patient linked these himself; then ABDM refused it, or nobody answered, or somebody cancelled it
    /// when it was put off. In the commit of that end: what the patient has is linked, whatever became of our asking for it.
    /// </summary>
    public void EndedAfterPatient(IReadOnlyCollection<Guid> careContexts, DateTime now)
    {
        var linked = OpenContexts.Where(context => careContexts.Contains(context.CareContextId)).ToList();
        if (linked.Count == 0 || !EndedUnlinked) return;
        foreach (var context in linked)
        {
            context.ReleasedAt = null;
            Mark(context, LinkContextState.LinkedBefore);
        }

        var all = !OpenContexts.Any();
        if (all) (ErrorCode, ErrorMessage, AuthenticationId) = (null, null, null);
        Move(LinkTransition.T22, all ? LinkState.Linked : State, LinkActor.Patient, now, all ? LinkReason.None : Reason);
    }
}

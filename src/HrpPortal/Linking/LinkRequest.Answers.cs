namespace HrpPortal.Linking;

/// <summary>The way back: what ABDM's callbacks make of the request. The first answer wins, and truth wins over our bookkeeping.</summary>
public sealed partial class LinkRequest
{
    /// <summary>When context/notify is sent again to an ABDM that does not know the care context yet (protocol, 7.5 and 10 L).</summary>
    private static readonly TimeSpan[] NotKnownYetTimes = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];

    /// <summary>T9, T19 when it comes after we had given up, T18 when nothing is left to change. True: something became linked now.</summary>
    public bool Succeeded(Guid requestId, DateTime now) => IsDone(requestId, LinkContextState.Linked, null, now);

    /// <summary>T10: 1439 for a single care context says that it is there already, which is all we wanted.</summary>
    public bool WasLinkedAlready(Guid requestId, string? code, DateTime now)
    {
        if (!CarriesOne(AttemptOf(requestId))) throw new IllegalTransitionException(LinkTransition.T10, State);
        return IsDone(requestId, LinkContextState.LinkedBefore, code, now);
    }

    /// <summary>
    /// T11: 1439 for several, and ABDM does not say which. Those that our own records know as linked are dropped and the rest
    /// goes together again; when none is known, each goes alone.
    /// </summary>
    /// <param name="known">Care contexts that another request linked to this address.</param>
    public void SomeWereLinkedAlready(Guid requestId, IReadOnlyCollection<Guid> known, string? code, string? message, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (IsPast(attempt, code, message, now, contradicts: false)) return;
        Close(attempt, AttemptState.Failed, code, message, now);
        var dropped = OpenContexts.Where(context => known.Contains(context.CareContextId)).ToList();
        if (dropped.Count == 0)
        {
            OneByOne = true;
            GoOn(attempt, LinkReason.OneByOne, code, null, now);
            return;
        }

        foreach (var context in dropped) Mark(context, LinkContextState.LinkedBefore);
        if (!OpenContexts.Any()) BecomeLinked(LinkTransition.T10, attempt, code, now);
        else foreach (var context in dropped) GoOn(attempt, LinkReason.None, code, context, now);
    }

    /// <summary>T12: refused for now (2500 made by the gateway, or an unusable token): a new attempt, at most two new tokens.</summary>
    public void AnsweredNotNow(Guid requestId, LinkReason reason, string? code, string? message, DateTime next, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (IsPast(attempt, code, message, now, contradicts: true, isAnswer: reason != LinkReason.GatewayTrouble)) return;

        // The gateway's own error says that the consent manager did not answer it, not that nothing was linked.
        Close(attempt, reason == LinkReason.GatewayTrouble ? AttemptState.Unanswered : AttemptState.Failed, code, message, now);
        if (reason == LinkReason.TokenRefused && ++TokenRenewals > MostTokenRenewals)
        {
            (ErrorCode, ErrorMessage) = (code, message);
            Move(LinkTransition.T12, LinkState.WaitRetry, LinkActor.Abdm, now, reason, requestId, code, context: attempt.CareContextId);
            Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Portal, now, LinkReason.TokenRefused, requestId, code, context: attempt.CareContextId);
            return;
        }

        Later(LinkTransition.T12, reason, attempt, next, now);
    }

    /// <summary>T12 for context/notify: too soon after the link, so again after 5, 15 and 60 s. T13 when ABDM still does not know it.</summary>
    public void AnsweredNotKnownYet(Guid requestId, string? code, string? message, DateTime now)
    {
        if (NotKnownYet >= NotKnownYetTimes.Length)
        {
            AnsweredRefused(requestId, LinkReason.CareContextUnknown, code, message, now);
            return;
        }

        if (!IsPastAnswer(AttemptOf(requestId))) NotKnownYet++;
        AnsweredNotNow(requestId, LinkReason.NotKnownYet, code, message, now + NotKnownYetTimes[Math.Max(NotKnownYet, 1) - 1], now);
    }

    /// <summary>T13: a final code.</summary>
    public void AnsweredRefused(Guid requestId, LinkReason reason, string? code, string? message, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (IsPast(attempt, code, message, now, contradicts: true)) return;
        Close(attempt, AttemptState.Failed, code, message, now);
        Refuse(LinkTransition.T13, reason, attempt, code, message, now);
    }

    private bool WaitsForAnswer =>
        State is LinkState.Dispatching or LinkState.Unknown or LinkState.Accepted or LinkState.NoAnswer;

    /// <summary>Whether 1439 in answer to this attempt can only mean one care context.</summary>
    public bool CarriesOne(Guid requestId) => CarriesOne(AttemptOf(requestId));

    private bool CarriesOne(LinkAttempt attempt) => attempt.CareContextId is not null || Contexts.Count == 1;

    private bool IsPastAnswer(LinkAttempt attempt) => !WaitsForAnswer || attempt != CurrentAttempt;

    /// <summary>T18: an answer to what is closed, or to an attempt that a newer one replaced, is kept and changes no state; it ends the doubt about that attempt.</summary>
    private bool IsPast(LinkAttempt attempt, string? code, string? message, DateTime now, bool contradicts, bool isAnswer = true)
    {
        if (!IsPastAnswer(attempt)) return false;
        if (attempt.LeavesDoubt && isAnswer) Close(attempt, AttemptState.Failed, code, message, now);
        Move(LinkTransition.T18, State, LinkActor.Abdm, now, Reason, attempt.RequestId, code, contradicts && State == LinkState.Linked, attempt.CareContextId);
        return true;
    }

    /// <summary>What the attempt carried is at ABDM, by this request or before it.</summary>
    private bool IsDone(Guid requestId, LinkContextState how, string? code, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (State == LinkState.Linked)
        {
            // A second answer, perhaps for another attempt: noted, nothing changes.
            Move(LinkTransition.T18, LinkState.Linked, LinkActor.Abdm, now, attempt: requestId, code: code, context: attempt.CareContextId);
            return false;
        }

        var inTime = WaitsForAnswer;
        var isCurrent = !IsPastAnswer(attempt);
        Close(attempt, AttemptState.Succeeded, code, null, now);
        foreach (var context in OpenContexts.Where(context => attempt.CareContextId is not { } id || context.CareContextId == id).ToList()) Mark(context, how);

        if (!OpenContexts.Any()) BecomeLinked(!inTime ? LinkTransition.T19 : code is null ? LinkTransition.T9 : LinkTransition.T10, attempt, code, now);
        else if (isCurrent) GoOn(attempt, LinkReason.OneByOne, code, null, now);
        else Move(LinkTransition.T19, State, LinkActor.Abdm, now, Reason, requestId, code, context: attempt.CareContextId);
        return true;
    }

    /// <summary>T11: the rest goes at once, with all tries before it.</summary>
    private void GoOn(LinkAttempt attempt, LinkReason reason, string? code, LinkContext? dropped, DateTime now)
    {
        NextAttemptAt = now;
        StartCounting();
        Move(LinkTransition.T11, LinkState.Queued, LinkActor.Abdm, now, reason, attempt.RequestId, code, context: dropped?.CareContextId ?? attempt.CareContextId);
    }

    private void Mark(LinkContext context, LinkContextState how)
    {
        context.State = how;
        JustLinked.Add(context);
    }

    private void BecomeLinked(LinkTransition transition, LinkAttempt attempt, string? code, DateTime now)
    {
        (ErrorCode, ErrorMessage, AuthenticationId) = (null, null, null);
        Move(transition, LinkState.Linked, LinkActor.Abdm, now, attempt: attempt.RequestId, code: code, context: attempt.CareContextId);
    }
}

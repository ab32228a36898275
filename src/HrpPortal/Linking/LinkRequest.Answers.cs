namespace HrpPortal.Linking;

/// <summary>The way back: what ABDM's callbacks make of the request. The first answer wins, and truth wins over our bookkeeping.</summary>
public sealed partial class LinkRequest
{
    /// <summary>T9, T19 when it comes after we had given up, T18 when nothing is left to change. True: it became linked now.</summary>
    public bool Succeeded(Guid requestId, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (State == LinkState.Linked)
        {
            // A second SUCCESS, perhaps for another attempt: noted, nothing changes.
            Move(LinkTransition.T18, LinkState.Linked, LinkActor.Abdm, now, attempt: requestId);
            return false;
        }

        Close(attempt, AttemptState.Succeeded, null, null, now);
        BecomeLinked(WaitsForAnswer ? LinkTransition.T9 : LinkTransition.T19, requestId, null, now);
        return true;
    }

    /// <summary>T10: 1439 for a single care context says that it is there already, which is all we wanted.</summary>
    public bool WasLinkedAlready(Guid requestId, string? code, DateTime now)
    {
        if (Contexts.Count != 1) throw new IllegalTransitionException(LinkTransition.T10, State);
        if (IsPast(requestId, code, now, contradicts: false)) return false;
        Close(AttemptOf(requestId), AttemptState.Succeeded, code, null, now);
        BecomeLinked(LinkTransition.T10, requestId, code, now);
        return true;
    }

    /// <summary>1439 for several: ABDM does not say which. Until they are sent one by one (T11), a person sees it.</summary>
    public void SomeWereLinkedAlready(Guid requestId, string? code, string? message, DateTime now)
    {
        if (IsPast(requestId, code, now, contradicts: false)) return;
        Close(AttemptOf(requestId), AttemptState.Failed, code, message, now);
        (ErrorCode, ErrorMessage) = (code, message);
        Move(LinkTransition.T13, LinkState.NeedsHuman, LinkActor.Abdm, now, LinkReason.SomeAlreadyLinked, requestId, code);
    }

    /// <summary>T12: refused for now (2500 made by the gateway, or an unusable token): a new attempt, at most two new tokens.</summary>
    public void AnsweredNotNow(Guid requestId, LinkReason reason, string? code, string? message, DateTime next, DateTime now)
    {
        if (IsPast(requestId, code, now, contradicts: true)) return;
        var attempt = AttemptOf(requestId);
        Close(attempt, AttemptState.Failed, code, message, now);
        if (reason == LinkReason.TokenRefused && ++TokenRenewals > MostTokenRenewals)
        {
            (ErrorCode, ErrorMessage) = (code, message);
            Move(LinkTransition.T12, LinkState.WaitRetry, LinkActor.Abdm, now, reason, requestId, code);
            Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Portal, now, LinkReason.TokenRefused, requestId, code);
            return;
        }

        Later(LinkTransition.T12, reason, attempt, next, now);
    }

    /// <summary>T13: a final code.</summary>
    public void AnsweredRefused(Guid requestId, LinkReason reason, string? code, string? message, DateTime now)
    {
        if (IsPast(requestId, code, now, contradicts: true)) return;
        Close(AttemptOf(requestId), AttemptState.Failed, code, message, now);
        (ErrorCode, ErrorMessage) = (code, message);
        Move(LinkTransition.T13, LinkState.Refused, LinkActor.Abdm, now, reason, requestId, code);
    }

    private bool WaitsForAnswer =>
        State is LinkState.Dispatching or LinkState.Unknown or LinkState.Accepted or LinkState.NoAnswer;

    /// <summary>T18: an answer to what is closed, or to an attempt that a newer one replaced, is kept and changes nothing.</summary>
    private bool IsPast(Guid requestId, string? code, DateTime now, bool contradicts)
    {
        var attempt = AttemptOf(requestId);
        if (WaitsForAnswer && attempt == CurrentAttempt) return false;
        Move(LinkTransition.T18, State, LinkActor.Abdm, now, Reason, requestId, code, contradicts && State == LinkState.Linked);
        return true;
    }

    private void BecomeLinked(LinkTransition transition, Guid requestId, string? code, DateTime now)
    {
        (ErrorCode, ErrorMessage, AuthenticationId) = (null, null, null);
        Move(transition, LinkState.Linked, LinkActor.Abdm, now, attempt: requestId, code: code);
    }
}

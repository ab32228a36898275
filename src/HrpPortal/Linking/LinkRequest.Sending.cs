namespace HrpPortal.Linking;

/// <summary>The way out: from the queue to the gateway's 202, or to whatever came instead of it.</summary>
public sealed partial class LinkRequest
{
    /// <summary>Gateway time within which the same requestId still tells whether the first one arrived (replay memory 5 min).</summary>
    public static readonly TimeSpan QuestionWindow = TimeSpan.FromMinutes(4);

    /// <summary>The gateway's memory of a request (5 min) and a margin: after this no callback is to be expected any more.</summary>
    public static readonly TimeSpan AnswerWindow = TimeSpan.FromMinutes(6);

    /// <summary>Stays queued until the authentication ends; <paramref name="lookAgainAt"/> is the net below a lost wake-up.</summary>
    public void WaitForPermission(Guid authenticationId, DateTime lookAgainAt, DateTime now)
    {
        Require(LinkTransition.T2, LinkState.Queued, LinkState.WaitRetry);
        NextAttemptAt = lookAgainAt;
        if (AuthenticationId == authenticationId && Reason == LinkReason.AskingPermission) return;
        (AuthenticationId, Reason, UpdatedAt) = (authenticationId, LinkReason.AskingPermission, now);
        Version++;
    }

    /// <summary>The permission that was at hand went to another request, or has just come: look, and ask if need be, at once.</summary>
    public void PermissionGone(DateTime now)
    {
        Require(LinkTransition.T2, LinkState.Queued, LinkState.WaitRetry);
        (AuthenticationId, NextAttemptAt, UpdatedAt) = (null, now, now);
        Version++;
    }

    /// <summary>The permission was refused: a person must mend the details or the address (guarantees, "The token comes first").</summary>
    public void PermissionStopped(LinkReason reason, string? code, string? message, DateTime now)
    {
        if (State is LinkState.NeedsHuman) return;
        Require(LinkTransition.T16, LinkState.Queued, LinkState.WaitRetry);
        (ErrorCode, ErrorMessage) = (code, message);
        Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Abdm, now, reason, code: code);
    }

    /// <summary>A block of the address at ABDM ends by itself: the request waits for that end.</summary>
    public void PermissionHeld(DateTime until, string? code, DateTime now)
    {
        Require(LinkTransition.T2, LinkState.Queued, LinkState.WaitRetry);
        (AuthenticationId, NextAttemptAt, ErrorCode, Reason, UpdatedAt) = (null, until, code, LinkReason.PermissionBlocked, now);
        Version++;
    }

    /// <summary>T2: the attempt exists before a byte leaves.</summary>
    public LinkAttempt BeginAttempt(Guid requestId, Guid? linkingTokenId, DateTime now)
    {
        Require(LinkTransition.T2, LinkState.Queued, LinkState.WaitRetry);
        var attempt = new LinkAttempt
        {
            RequestId = requestId,
            LinkRequestId = Id,
            HipId = HipId,
            Number = Attempts.Count + 1,
            LinkingTokenId = linkingTokenId,
            BegunAt = now,
        };
        Attempts.Add(attempt);
        AuthenticationId = null;
        Move(LinkTransition.T2, LinkState.Dispatching, LinkActor.Portal, now, attempt: requestId);
        return attempt;
    }

    /// <summary>T3, or T5/T6 when the question was answered: the gateway has it. A callback that came first is never overwritten.</summary>
    public bool AttemptAccepted(Guid requestId, LinkTransition transition, int httpStatus, string? correlationId, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        (attempt.HttpStatus, attempt.CorrelationId) = (httpStatus, correlationId ?? attempt.CorrelationId);
        if (!IsOnItsWay(attempt)) return false;
        if (transition != LinkTransition.T3) Require(transition, LinkState.Unknown);

        (attempt.State, attempt.AcceptedAt, AcceptedAt, NextAttemptAt) = (AttemptState.Accepted, now, now, now + AnswerWindow);
        Move(transition, LinkState.Accepted, LinkActor.Abdm, now, attempt: requestId);
        return true;
    }

    /// <summary>T4: nobody can say whether the gateway has it. Asked again at <paramref name="askAt"/>, or never when null.</summary>
    public bool AttemptUnknown(Guid requestId, int? httpStatus, DateTime? askAt, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (!IsOnItsWay(attempt)) return false;

        attempt.HttpStatus = httpStatus ?? attempt.HttpStatus;
        attempt.State = AttemptState.Unknown;
        if (State == LinkState.Dispatching) Move(LinkTransition.T4, LinkState.Unknown, LinkActor.Portal, now, attempt: requestId);
        NextAttemptAt = askAt;
        return true;
    }

    /// <summary>The question "did you get it?" is about to leave; counted before its bytes are.</summary>
    public void Asking(Guid requestId, DateTime askAgainAt, DateTime now)
    {
        Require(LinkTransition.T5, LinkState.Unknown);
        AttemptOf(requestId).Questions++;
        (NextAttemptAt, UpdatedAt) = (askAgainAt, now);
        Version++;
    }

    /// <summary>T14: the time for an answer is over. Not failed: a late answer still wins.</summary>
    public bool NoAnswerCame(DateTime now)
    {
        if (State is LinkState.NoAnswer) return false;
        Require(LinkTransition.T14, LinkState.Accepted, LinkState.Unknown);
        Move(LinkTransition.T14, LinkState.NoAnswer, LinkActor.Portal, now, attempt: CurrentAttempt!.RequestId);
        return true;
    }

    /// <summary>T7: certainly not taken (no connection, no session, gateway out of order): a new attempt later. T16 when they are used up.</summary>
    public bool AttemptPostponed(Guid requestId, int? httpStatus, string? code, string? message, DateTime next, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (!IsOnItsWay(attempt)) return false;

        Close(attempt, AttemptState.Postponed, code, message, now);
        attempt.HttpStatus = httpStatus ?? attempt.HttpStatus;
        Later(LinkTransition.T7, LinkReason.GatewayTrouble, attempt, next, now);
        return true;
    }

    /// <summary>T8: the gateway read it and will not have it (400, 403).</summary>
    public bool AttemptRefused(Guid requestId, int? httpStatus, string? code, string? message, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (!IsOnItsWay(attempt)) return false;

        Close(attempt, AttemptState.Failed, code, message, now);
        attempt.HttpStatus = httpStatus ?? attempt.HttpStatus;
        (ErrorCode, ErrorMessage) = (code ?? httpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture), message);
        Move(LinkTransition.T8, LinkState.Refused, LinkActor.Abdm, now, LinkReason.OurRequestBad, requestId, ErrorCode);
        return true;
    }

    private LinkAttempt AttemptOf(Guid requestId) =>
        Attempts.Single(attempt => attempt.RequestId == requestId);

    private bool IsOnItsWay(LinkAttempt attempt) =>
        State is LinkState.Dispatching or LinkState.Unknown && attempt == CurrentAttempt
        && attempt.State is AttemptState.Sending or AttemptState.Unknown;

    private void Later(LinkTransition transition, LinkReason reason, LinkAttempt attempt, DateTime next, DateTime now)
    {
        if (Attempts.Count >= MostAttempts)
        {
            Move(transition, LinkState.WaitRetry, LinkActor.Portal, now, reason, attempt.RequestId, attempt.ErrorCode);
            Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Portal, now, LinkReason.AttemptsUsedUp, attempt.RequestId, attempt.ErrorCode);
            return;
        }

        NextAttemptAt = next;
        Move(transition, LinkState.WaitRetry, LinkActor.Portal, now, reason, attempt.RequestId, attempt.ErrorCode);
    }

    private static void Close(LinkAttempt attempt, AttemptState state, string? code, string? message, DateTime now) =>
        (attempt.State, attempt.ErrorCode, attempt.ErrorMessage, attempt.AnsweredAt) = (state, code, message, now);
}

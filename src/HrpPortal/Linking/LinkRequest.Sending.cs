namespace HrpPortal.Linking;

/// <summary>The way out: from the queue to the gateway's 202, or to whatever came instead of it.</summary>
public sealed partial class LinkRequest
{
    /// <summary>Gateway time within which the same requestId still tells whether the first one arrived (replay memory 5 min).</summary>
    public static readonly TimeSpan QuestionWindow = TimeSpan.FromMinutes(4);

    /// <summary>The gateway's memory of a request (5 min) and a margin: after this no callback is to be expected any more.</summary>
    public static readonly TimeSpan AnswerWindow = TimeSpan.FromMinutes(6);

    /// <summary>ABDM answers in seconds: after so long people are told that it has not.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(2);

    /// <summary>How long after "no answer" ABDM is asked anew, each time (T15); after the last a person decides.</summary>
    private static readonly TimeSpan[] ProbeTimes = [TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    /// <summary>
    /// T2: the attempt exists before a byte leaves. T15 when ABDM never answered the one before: a new requestId and one care
    /// context each, because 1439 tells something of a single one only.
    /// </summary>
    public LinkAttempt BeginAttempt(Guid requestId, Guid? linkingTokenId, DateTime now)
    {
        RequireWaiting(LinkTransition.T2);
        var transition = State == LinkState.NoAnswer ? LinkTransition.T15 : LinkTransition.T2;
        if (transition == LinkTransition.T15) (Probes, OneByOne) = (Probes + 1, true);
        var attempt = new LinkAttempt
        {
            RequestId = requestId,
            LinkRequestId = Id,
            HipId = HipId,
            Number = Attempts.Count + 1,
            LinkingTokenId = linkingTokenId,
            CareContextId = OneByOne && Contexts.Count > 1 ? OpenContexts.First().CareContextId : null,
            BegunAt = now,
        };
        Attempts.Add(attempt);
        (AuthenticationId, Tries) = (null, Tries + 1);
        Move(transition, LinkState.Dispatching, LinkActor.Portal, now, attempt: requestId, context: attempt.CareContextId);
        return attempt;
    }

    /// <summary>T3, or T5/T6 when the question was answered: the gateway has it. A callback that came first is never overwritten.</summary>
    public bool AttemptAccepted(Guid requestId, LinkTransition transition, int httpStatus, string? correlationId, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        (attempt.HttpStatus, attempt.CorrelationId) = (httpStatus, correlationId ?? attempt.CorrelationId);
        if (!IsOnItsWay(attempt)) return false;
        if (transition != LinkTransition.T3) Require(transition, LinkState.Unknown);

        (attempt.State, attempt.AcceptedAt, AcceptedAt, NextAttemptAt) = (AttemptState.Accepted, now, now, now + UsualWait);
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

    /// <summary>No step of its own: the answer is still to come, and is looked for when the window ends (T14).</summary>
    public bool AnswerIsLate(DateTime now)
    {
        if (State != LinkState.Accepted) return false;
        (Reason, NextAttemptAt, UpdatedAt) = (LinkReason.AnswerLate, AcceptedAt + AnswerWindow, now);
        Version++;
        return true;
    }

    /// <summary>T14: the time for an answer is over. Not failed: a late answer still wins. T16 when it was asked often enough.</summary>
    public bool NoAnswerCame(DateTime now)
    {
        if (State is LinkState.NoAnswer) return false;
        Require(LinkTransition.T14, LinkState.Accepted, LinkState.Unknown);
        var attempt = CurrentAttempt!;
        attempt.State = AttemptState.Unanswered;
        NextAttemptAt = Probes < ProbeTimes.Length ? now + ProbeTimes[Probes] : null;
        Move(LinkTransition.T14, LinkState.NoAnswer, LinkActor.Portal, now, attempt: attempt.RequestId, context: attempt.CareContextId);
        if (NextAttemptAt is null)
            Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Portal, now, LinkReason.NeverAnswered, attempt.RequestId, context: attempt.CareContextId);
        return true;
    }

    /// <summary>T7: certainly not taken (no connection, no session, gateway out of order): a new attempt later. T16 when they are used up.</summary>
    public bool AttemptPostponed(Guid requestId, int? httpStatus, string? code, string? message, DateTime next, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (!IsOnItsWay(attempt)) return false;

        Close(attempt, NotTaken(attempt, AttemptState.Postponed), code, message, now);
        attempt.HttpStatus = httpStatus ?? attempt.HttpStatus;
        Later(LinkTransition.T7, LinkReason.GatewayTrouble, attempt, next, now);
        return true;
    }

    /// <summary>T8: the gateway read it and will not have it (400, 403).</summary>
    public bool AttemptRefused(Guid requestId, int? httpStatus, string? code, string? message, DateTime now)
    {
        var attempt = AttemptOf(requestId);
        if (!IsOnItsWay(attempt)) return false;

        Close(attempt, NotTaken(attempt, AttemptState.Failed), code, message, now);
        attempt.HttpStatus = httpStatus ?? attempt.HttpStatus;
        Refuse(LinkTransition.T8, LinkReason.OurRequestBad, attempt, code ?? httpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture), message, now);
        return true;
    }

    /// <summary>ABDM's "no" came with its answer to the call, and not by a callback.</summary>
    public void AnsweredAtOnce(Guid requestId, int? httpStatus) => AttemptOf(requestId).HttpStatus = httpStatus;

    private LinkAttempt AttemptOf(Guid requestId) =>
        Attempts.Single(attempt => attempt.RequestId == requestId);

    /// <summary>In the order in which they go out when each goes alone.</summary>
    private IEnumerable<LinkContext> OpenContexts =>
        Contexts.Where(context => context.State == LinkContextState.Open).OrderBy(context => context.CareContextId);

    private bool IsOnItsWay(LinkAttempt attempt) =>
        State is LinkState.Dispatching or LinkState.Unknown && attempt == CurrentAttempt
        && attempt.State is AttemptState.Sending or AttemptState.Unknown;

    /// <summary>
    /// "Not taken" speaks of one call only. Under a requestId that was asked about there were two: the other may have been taken,
    /// as when a sender that was stopped for longer than its lease wakes up and finds the gateway away.
    /// </summary>
    private static AttemptState NotTaken(LinkAttempt attempt, AttemptState how) => attempt.Questions > 0 ? AttemptState.Unanswered : how;

    private void Later(LinkTransition transition, LinkReason reason, LinkAttempt attempt, DateTime next, DateTime now)
    {
        if (Tries >= MostAttempts)
        {
            Move(transition, LinkState.WaitRetry, LinkActor.Portal, now, reason, attempt.RequestId, attempt.ErrorCode, context: attempt.CareContextId);
            Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Portal, now, LinkReason.AttemptsUsedUp, attempt.RequestId, attempt.ErrorCode, context: attempt.CareContextId);
            return;
        }

        NextAttemptAt = next;
        Move(transition, LinkState.WaitRetry, LinkActor.Portal, now, reason, attempt.RequestId, attempt.ErrorCode, context: attempt.CareContextId);
    }

    /// <summary>
    /// Final, unless an earlier attempt may have been taken after all: then the evidence contradicts, and "nothing was linked"
    /// is not ours to say.
    /// </summary>
    private void Refuse(LinkTransition transition, LinkReason reason, LinkAttempt attempt, string? code, string? message, DateTime now)
    {
        (ErrorCode, ErrorMessage) = (code, message);
        var to = InDoubt ? LinkState.NeedsHuman : LinkState.Refused;
        Move(transition, to, LinkActor.Abdm, now, reason, attempt.RequestId, code, context: attempt.CareContextId);
    }

    private static void Close(LinkAttempt attempt, AttemptState state, string? code, string? message, DateTime now) =>
        (attempt.State, attempt.ErrorCode, attempt.ErrorMessage, attempt.AnsweredAt) = (state, code, message, now);
}

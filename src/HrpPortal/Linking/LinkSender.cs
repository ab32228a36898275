using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;

namespace HrpPortal.Linking;

/// <summary>
/// Outbox row → gateway call. It starts from whatever was committed: a queued request is sent under a new requestId; one whose
/// bytes may have left is asked about under the same requestId; one that ABDM never answered is marked so, and asked anew later.
/// </summary>
public sealed class LinkSender(
    LinkStore store, LinkPermission permission, LinkEnvelope envelope, IGatewayApi gateway, GatewayWeather weather, CrashPoints crash, TimeProvider clock) : IOutboxSender
{
    /// <summary>When to ask "did you get it?": both lie inside the gateway's replay memory of 5 minutes.</summary>
    private static readonly TimeSpan[] QuestionTimes = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90)];

    public string Kind => LinkStore.OutboxKind;

    /// <summary>What is next is decided on what its commit reads; a call is committed before its bytes leave.</summary>
    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var call = await store.ChangeAsync(lease.SubjectId, (db, request) => NextAsync(db, request, cancellationToken), lease, cancellationToken);
        if (call is null) return;
        crash.Reach(CrashPoint.AfterAttemptCommit);
        var sealedRequest = await envelope.MakeAsync(call.Request, call.Request.CurrentAttempt!, cancellationToken);
        var reply = await gateway.SendAsync(sealedRequest.Body, sealedRequest.CmId, cancellationToken);
        crash.Reach(CrashPoint.AfterAccepted);
        await store.ChangeAsync(
            lease.SubjectId,
            (db, request) => call.AskAgainAt is { } next
                ? SettleQuestionAsync(db, request, call.RequestId, reply, next, cancellationToken)
                : SettleAsync(db, request, call.RequestId, reply, cancellationToken),
            cancellationToken: cancellationToken);
    }

    private async Task<Call?> NextAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        var now = clock.Utc();

        // Woken with all others of its address: what waits for a moment, and not for a permission, goes back to it.
        if (request.NextAttemptAt > now && request.Reason is not (LinkReason.AskingPermission or LinkReason.AskingPatient or LinkReason.PermissionDelayed)) return null;
        switch (request.State)
        {
            case var _ when request.Waits:
                return await BeginAsync(db, request, now, cancellationToken);
            case LinkState.Dispatching:
                // The lease ran out while the bytes may have been leaving: T4, and the question at once.
                request.AttemptUnknown(request.CurrentAttempt!.RequestId, null, now, now);
                return null;
            case LinkState.Unknown when now - request.CurrentAttempt!.BegunAt < LinkRequest.QuestionWindow:
                return Ask(request, now);
            case LinkState.Accepted when now < request.AcceptedAt + LinkRequest.AnswerWindow:
                request.AnswerIsLate(now);
                return null;
            case LinkState.Unknown or LinkState.Accepted:
                request.NoAnswerCame(now);
                return null;
            default:
                return null;
        }
    }

    private async Task<Call?> BeginAsync(PortalDb db, LinkRequest request, DateTime now, CancellationToken cancellationToken)
    {
        crash.Reach(CrashPoint.BeforeAttemptCommit);
        if (await permission.FindAsync(db, request, cancellationToken) is not { } found) return null;
        if (weather.Of(request.Dialect).HoldNow() is { } hold)
        {
            request.HeldBack(hold.Reason == HoldReason.ClockOff ? LinkReason.ClockOff : LinkReason.GatewayTrouble, hold.Next.UtcDateTime, now);
            return null;
        }

        found.Token?.Reserve(request.Id, now);
        var attempt = request.BeginAttempt(Guid.NewGuid(), found.Token?.Id, now);
        return new Call(request, attempt.RequestId, AskAgainAt: null);
    }

    /// <summary>
    /// Same requestId, fresh timestamp: 202 means that the first never came, 429/2429 that it was taken (protocol, 2). The
    /// count is committed before the bytes leave.
    /// </summary>
    private Call? Ask(LinkRequest request, DateTime now)
    {
        var attempt = request.CurrentAttempt!;
        if (weather.Of(request.Dialect).HoldNow() is { } hold)
        {
            request.AttemptUnknown(attempt.RequestId, null, hold.Next.UtcDateTime, now);
            return null;
        }

        var next = NextQuestionAt(attempt, now);
        request.Asking(attempt.RequestId, next, now);
        return new Call(request, attempt.RequestId, next);
    }

    private async Task<bool> SettleAsync(PortalDb db, LinkRequest request, Guid requestId, GatewayReply reply, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        db.Note(reply, requestId, now);
        return reply switch
        {
            GatewayReply.Accepted accepted => request.AttemptAccepted(requestId, LinkTransition.T3, accepted.Status, accepted.CorrelationId, now),

            // 429/2429 to a first sending: seen before (our answer was lost below us) or our clock is off. Never sent again blindly.
            GatewayReply.Failed { Fault: { Kind: FaultKind.Unknown or FaultKind.Replayed } fault } =>
                request.AttemptUnknown(requestId, fault.HttpStatus, now + QuestionTimes[0], now),
            GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault } => await RefuseAsync(db, request, requestId, fault, now, cancellationToken),
            GatewayReply.Failed { Fault: var fault } => request.AttemptPostponed(
                requestId, fault.HttpStatus, fault.Code, fault.Message, now + OutboxBackoff.After(request.Tries), now),
            _ => throw new InvalidOperationException("A reply is either accepted or failed."),
        };
    }

    private async Task<bool> SettleQuestionAsync(
        PortalDb db, LinkRequest request, Guid requestId, GatewayReply reply, DateTime next, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        db.Note(reply, requestId, now);
        return reply switch
        {
            GatewayReply.Accepted accepted => request.AttemptAccepted(requestId, LinkTransition.T6, accepted.Status, accepted.CorrelationId, now),
            GatewayReply.Failed { Fault: { Kind: FaultKind.Replayed } fault } =>
                request.AttemptAccepted(requestId, LinkTransition.T5, fault.HttpStatus ?? StatusCodes.Status429TooManyRequests, null, now),
            GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault } => await RefuseAsync(db, request, requestId, fault, now, cancellationToken),
            GatewayReply.Failed { Fault: var fault } => request.AttemptUnknown(requestId, fault.HttpStatus, next, now),
            _ => throw new InvalidOperationException("A reply is either accepted or failed."),
        };
    }

    /// <summary>v3 says at once what v0.5 says by callback: already linked, or a token that is no use (protocol, 7.4).</summary>
    private static async Task<bool> RefuseAsync(
        PortalDb db, LinkRequest request, Guid requestId, GatewayFault fault, DateTime now, CancellationToken cancellationToken)
    {
        if (request.Dialect == GatewayDialect.V05 || GatewayErrors.Classify(fault) is ErrorClass.RequestBad or ErrorClass.Session or ErrorClass.Unknown)
            return request.AttemptRefused(requestId, fault.HttpStatus, fault.Code, fault.Message, now);
        request.AnsweredAtOnce(requestId, fault.HttpStatus);
        await LinkRefusal.TakeAsync(db, request, requestId, new WireAnswer(fault.Endpoint, fault.Code, fault.Message), now, cancellationToken);
        return true;
    }

    /// <summary>After the last question the row is looked at once more when the answer window ends (T14).</summary>
    private static DateTime NextQuestionAt(LinkAttempt attempt, DateTime now)
    {
        var asked = attempt.Questions + 1;
        var at = attempt.BegunAt + (asked < QuestionTimes.Length ? QuestionTimes[asked] : LinkRequest.AnswerWindow);
        return at > now ? at : attempt.BegunAt + LinkRequest.AnswerWindow;
    }

    /// <param name="Request">As it was committed.</param>
    /// <param name="AskAgainAt">Of a question, when it is asked once more; null for an attempt's first call.</param>
    private sealed record Call(LinkRequest Request, Guid RequestId, DateTime? AskAgainAt);
}

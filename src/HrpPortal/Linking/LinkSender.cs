using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>
/// Outbox row → gateway call. It starts from whatever was committed: a queued request is sent under a new requestId; one whose
/// bytes may have left is asked about under the same requestId; one that ABDM never answered is marked so, and asked anew later.
/// </summary>
public sealed class LinkSender(
    IDbContextFactory<PortalDb> databases, LinkStore store, LinkPermission permission, LinkEnvelope envelope, IGatewayApi gateway,
    GatewayWeather weather, CrashPoints crash, TimeProvider clock) : IOutboxSender
{
    /// <summary>When to ask "did you get it?": both lie inside the gateway's replay memory of 5 minutes.</summary>
    private static readonly TimeSpan[] QuestionTimes = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90)];

    public string Kind => LinkStore.OutboxKind;

    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(lease.SubjectId, cancellationToken);
        if (request.NextAttemptAt > clock.Utc() && request.Reason is not (LinkReason.AskingPermission or LinkReason.AskingPatient or LinkReason.PermissionDelayed))
        {
            // Woken with all others of its address: what waits for a moment, and not for a permission, goes back to it.
            await store.ChangeAsync(request.Id, (_, _) => Task.FromResult(false), lease, cancellationToken);
            return;
        }

        switch (request.State)
        {
            case var _ when request.Waits:
                await BeginAsync(request, lease, cancellationToken);
                break;
            case LinkState.Dispatching:
                // The lease ran out while the bytes may have been leaving: T4, and the question at once.
                await store.ChangeAsync(
                    request.Id, (_, own) => Task.FromResult(own.AttemptUnknown(request.CurrentAttempt!.RequestId, null, clock.Utc(), clock.Utc())),
                    lease, cancellationToken);
                break;
            case LinkState.Unknown when clock.Utc() - request.CurrentAttempt!.BegunAt < LinkRequest.QuestionWindow:
                await AskAsync(request, lease, cancellationToken);
                break;
            case LinkState.Accepted when clock.Utc() < request.AcceptedAt + LinkRequest.AnswerWindow:
                await store.ChangeAsync(request.Id, (_, own) => Task.FromResult(own.AnswerIsLate(clock.Utc())), lease, cancellationToken);
                break;
            case LinkState.Unknown or LinkState.Accepted:
                await store.ChangeAsync(request.Id, (_, own) => Task.FromResult(own.NoAnswerCame(clock.Utc())), lease, cancellationToken);
                break;
        }
    }

    private async Task BeginAsync(LinkRequest seen, OutboxLease lease, CancellationToken cancellationToken)
    {
        crash.Reach(CrashPoint.BeforeAttemptCommit);
        if (!await permission.IsAtHandAsync(seen, lease, cancellationToken)) return;
        if (weather.Of(seen.Dialect).HoldNow() is { } hold)
        {
            var reason = hold.Reason == HoldReason.ClockOff ? LinkReason.ClockOff : LinkReason.GatewayTrouble;
            await store.ChangeAsync(seen.Id, (_, request) => Task.FromResult(request.HeldBack(reason, hold.Next.UtcDateTime, clock.Utc())), lease, cancellationToken);
            return;
        }

        var requestId = Guid.NewGuid();
        var begun = await store.ChangeAsync(
            seen.Id,
            async (db, request) =>
            {
                if (!request.Waits) return null;
                var token = await permission.TakeAsync(db, request, cancellationToken);
                if (token is null && request.Kind == LinkKind.NewCareContexts)
                {
                    request.PermissionGone(clock.Utc());
                    return null;
                }

                request.BeginAttempt(requestId, token?.Id, clock.Utc());
                return request;
            },
            lease, cancellationToken);
        if (begun is null) return;

        crash.Reach(CrashPoint.AfterAttemptCommit);
        var reply = await SendAsync(begun, cancellationToken);
        crash.Reach(CrashPoint.AfterAccepted);
        await store.ChangeAsync(seen.Id, (db, request) => SettleAsync(db, request, requestId, reply, cancellationToken), cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Same requestId, fresh timestamp: 202 means that the first never came, 429/2429 that it was taken (protocol, 2). The
    /// count is committed before the bytes leave.
    /// </summary>
    private async Task AskAsync(LinkRequest seen, OutboxLease lease, CancellationToken cancellationToken)
    {
        var requestId = seen.CurrentAttempt!.RequestId;
        if (weather.Of(seen.Dialect).HoldNow() is { } hold)
        {
            await store.ChangeAsync(
                seen.Id, (_, request) => Task.FromResult(request.AttemptUnknown(requestId, null, hold.Next.UtcDateTime, clock.Utc())), lease, cancellationToken);
            return;
        }

        var next = NextQuestionAt(seen.CurrentAttempt);
        var asking = await store.ChangeAsync(
            seen.Id,
            (_, request) =>
            {
                request.Asking(requestId, next, clock.Utc());
                return Task.FromResult(request);
            },
            lease, cancellationToken);
        var reply = await SendAsync(asking, cancellationToken);
        await store.ChangeAsync(seen.Id, (db, request) => SettleQuestionAsync(db, request, requestId, reply, next, cancellationToken), cancellationToken: cancellationToken);
    }

    private async Task<GatewayReply> SendAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        var sealedRequest = await envelope.MakeAsync(request, request.CurrentAttempt!, cancellationToken);
        return await gateway.SendAsync(sealedRequest.Body, sealedRequest.CmId, cancellationToken);
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
    private DateTime NextQuestionAt(LinkAttempt attempt)
    {
        var asked = attempt.Questions + 1;
        var at = attempt.BegunAt + (asked < QuestionTimes.Length ? QuestionTimes[asked] : LinkRequest.AnswerWindow);
        return at > clock.Utc() ? at : attempt.BegunAt + LinkRequest.AnswerWindow;
    }

    private async Task<LinkRequest> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<LinkRequest>().AsNoTracking().Include(request => request.Attempts).SingleAsync(request => request.Id == id, cancellationToken);
    }
}

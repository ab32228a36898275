using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>ABDM's answer → the next step of the request (protocol, 5.1 and 8.4).</summary>
public sealed class LinkReplies(IDbContextFactory<PortalDb> databases, LinkStore store, CrashPoints crash, TimeProvider clock) : ICallbackHandler
{
    public IReadOnlyCollection<string> Paths => [CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify];

    public async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var asked = await (
            from attempt in db.Set<LinkAttempt>()
            join request in db.Set<LinkRequest>() on attempt.LinkRequestId equals request.Id
            where attempt.RequestId == callback.RespRequestId
            select new { attempt.LinkRequestId, attempt.HipId, request.Kind }).SingleOrDefaultAsync(cancellationToken);
        if (asked is null || asked.Kind != KindOf(callback.Path)) return CallbackOutcome.Orphan;
        if (!callback.MaySpeakOf(asked.HipId)) return CallbackOutcome.OtherFacility;

        await store.ChangeAsync(
            asked.LinkRequestId,
            async (own, request) =>
            {
                var now = clock.Utc();
                if (!await own.MarkAppliedAsync(callback.InboxId, CallbackOutcome.Applied, now, cancellationToken)) return false;
                await AnswerAsync(own, request, callback, now, cancellationToken);
                crash.Reach(CrashPoint.MidApply);
                return true;
            },
            cancellationToken: cancellationToken);
        return CallbackOutcome.Applied;
    }

    private static async Task AnswerAsync(PortalDb db, LinkRequest request, ReceivedCallback callback, DateTime now, CancellationToken cancellationToken)
    {
        var requestId = callback.RespRequestId;
        if (callback.Body.IsSuccess)
        {
            request.Succeeded(requestId, now);
            return;
        }

        var (code, message) = callback.Body.Error is { } error
            ? (error.Code, error.Message)
            : (null, $"ABDM answered with status {callback.Body.AcknowledgementStatus ?? "none"} and no error.");
        db.Note(callback.Path, code, message, requestId, now);
        switch (GatewayErrors.Classify(callback.Path, code, message))
        {
            case ErrorClass.AlreadyLinked when request.CarriesOne(requestId):
                request.WasLinkedAlready(requestId, code, now);
                break;
            case ErrorClass.AlreadyLinked:
                request.SomeWereLinkedAlready(requestId, await KnownAsync(db, request, cancellationToken), code, message, now);
                break;
            case ErrorClass.NotYetLinked:
                request.AnsweredNotKnownYet(requestId, code, message, now);
                break;
            case ErrorClass.TokenUnusable:
                await DiscardTokenAsync(db, request, requestId, now, cancellationToken);
                request.AnsweredNotNow(requestId, LinkReason.TokenRefused, code, message, now, now);
                break;
            case ErrorClass.GatewayTrouble or ErrorClass.Session or ErrorClass.RepeatOrClock:
                request.AnsweredNotNow(requestId, LinkReason.GatewayTrouble, code, message, now + OutboxBackoff.After(request.Tries), now);
                break;
            case ErrorClass.Blocked:
                request.AnsweredNotNow(requestId, LinkReason.PermissionBlocked, code, message, now + Authentication.BlockLength, now);
                break;
            case ErrorClass.WrongPerson:
                request.AnsweredRefused(requestId, LinkReason.DetailsDiffer, code, message, now);
                break;
            case ErrorClass.RequestBad:
                request.AnsweredRefused(requestId, LinkReason.OurRequestBad, code, message, now);
                break;
            default:
                request.AnsweredRefused(requestId, LinkReason.RefusedByAbdm, code, message, now);
                break;
        }
    }

    /// <summary>What our own records know as linked to this address, by whichever request.</summary>
    private static Task<List<Guid>> KnownAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        var ids = request.Contexts.Select(context => context.CareContextId).ToList();
        return db.Set<CareContext>().Where(context => ids.Contains(context.Id) && context.LinkedAt != null && context.LinkedAddressKey == request.AddressKey)
            .Select(context => context.Id).ToListAsync(cancellationToken);
    }

    private static async Task DiscardTokenAsync(PortalDb db, LinkRequest request, Guid requestId, DateTime now, CancellationToken cancellationToken)
    {
        var tokenId = request.Attempts.Single(attempt => attempt.RequestId == requestId).LinkingTokenId;
        var token = await db.Set<LinkingToken>().SingleOrDefaultAsync(one => one.Id == tokenId, cancellationToken);
        token?.Discard(now);
    }

    private static LinkKind KindOf(string path) =>
        path == CallbackPaths.OnAddContexts ? LinkKind.NewCareContexts : LinkKind.ExistingCareContext;
}

using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>
/// What ABDM's "no" makes of a link request (protocol, 8.4). v0.5 says it by callback; v3 says some of it at once, in its answer
/// to our call.
/// </summary>
internal static class LinkRefusal
{
    public static async Task TakeAsync(PortalDb db, LinkRequest request, Guid requestId, WireAnswer answer, DateTime now, CancellationToken cancellationToken)
    {
        switch (GatewayErrors.Classify(answer.Endpoint, answer.Code, answer.Message))
        {
            case ErrorClass.AlreadyLinked when request.CarriesOne(requestId):
                request.WasLinkedAlready(requestId, answer.Code, now);
                break;
            case ErrorClass.AlreadyLinked:
                request.SomeWereLinkedAlready(requestId, await KnownAsync(db, request, cancellationToken), answer.Code, answer.Message, now);
                break;
            case ErrorClass.NotYetLinked:
                request.AnsweredNotKnownYet(requestId, answer.Code, answer.Message, now);
                break;
            case ErrorClass.TokenUnusable:
                await DiscardTokenAsync(db, request, requestId, now, cancellationToken);
                request.AnsweredNotNow(requestId, LinkReason.TokenRefused, answer.Code, answer.Message, now, now);
                break;
            case ErrorClass.GatewayTrouble or ErrorClass.Session or ErrorClass.RepeatOrClock:
                request.AnsweredNotNow(requestId, LinkReason.GatewayTrouble, answer.Code, answer.Message, now + OutboxBackoff.After(request.Tries), now);
                break;
            case ErrorClass.Blocked:
                request.AnsweredNotNow(requestId, LinkReason.PermissionBlocked, answer.Code, answer.Message, now + Authentication.BlockLength, now);
                break;
            case ErrorClass.WrongPerson:
                request.AnsweredRefused(requestId, LinkReason.DetailsDiffer, answer.Code, answer.Message, now);
                break;
            case ErrorClass.RequestBad:
                request.AnsweredRefused(requestId, LinkReason.OurRequestBad, answer.Code, answer.Message, now);
                break;
            default:
                request.AnsweredRefused(requestId, LinkReason.RefusedByAbdm, answer.Code, answer.Message, now);
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
}

/// <summary>An error of ABDM's, and the call or callback that it came with.</summary>
internal sealed record WireAnswer(string Endpoint, string? Code, string? Message);

using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Verify;

/// <summary>Callbacks: applied in time, to what they answer, and to nobody else's.</summary>
internal sealed class InboxCheck(PortalDb db, Findings findings, DateTime receivedBefore)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var all = db.Set<InboxCallback>();
        findings.Looked("inbox", await all.LongCountAsync(cancellationToken));
        findings.Looked("I13", await all.LongCountAsync(cancellationToken));
        await FindAsync("inbox", "received, and not applied for too long", all.Where(one => one.AppliedAt == null && one.ReceivedAt < receivedBefore), cancellationToken);

        var applied = all.Where(one => one.Outcome == CallbackOutcome.Applied);
        await FindAsync("I3", "applied, and no attempt here has its requestId", applied.Where(one => !OwnCalls.Contains(one.Path)
            && !db.Set<LinkAttempt>().Any(attempt => attempt.RequestId == one.RespRequestId) && !db.Set<AuthenticationExchange>().Any(exchange => exchange.RequestId == one.RespRequestId)), cancellationToken);

        // The gateway's own errors carry bridge_… instead of a facility, and may speak of its own requests.
        await FindAsync("I13", "applied to a request of another facility", applied.Where(one => !one.HipId.StartsWith(CallbackGate.BridgePrefix)
            && (db.Set<LinkAttempt>().Any(attempt => attempt.RequestId == one.RespRequestId && attempt.HipId != one.HipId)
                || db.Set<AuthenticationExchange>().Any(exchange => exchange.RequestId == one.RespRequestId && exchange.HipId != one.HipId))), cancellationToken);

        await FindAsync("inbox", "applied to a link request, and no event tells of it", applied.Where(one =>
            db.Set<LinkAttempt>().Any(attempt => attempt.RequestId == one.RespRequestId)
            && !db.Set<LinkEvent>().Any(happened => happened.AttemptRequestId == one.RespRequestId && Answers.Contains(happened.Transition))), cancellationToken);
    }

    /// <summary>What ABDM calls of its own accord answers no attempt of ours.</summary>
    private static readonly string[] OwnCalls = [.. AbdmCalls.All];

    private static readonly LinkTransition[] Answers =
        [LinkTransition.T9, LinkTransition.T10, LinkTransition.T11, LinkTransition.T12, LinkTransition.T13, LinkTransition.T18, LinkTransition.T19];

    private async Task FindAsync(string rule, string what, IQueryable<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        await foreach (var id in callbacks.Select(one => one.Id).AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break(rule, "callback_inbox", id, what);
    }
}

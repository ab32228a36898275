using HrpPortal.Calls;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Discovery;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using HrpPortal.Sms;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Verify;

/// <summary>What one request alone does not show: two of them with one care context, one requestId in two tables, outbox rows of nothing.</summary>
internal sealed class LinkedCheck(PortalDb db, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var linked = db.Set<LinkContext>().Where(context => context.Kind == LinkKind.NewCareContexts && context.State == LinkContextState.Linked);
        var twice = linked.GroupBy(context => new { context.HipId, context.AddressKey, context.CareContextId }).Where(group => group.Count() > 1).Select(group => group.Key.CareContextId);
        await foreach (var id in twice.AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break("I7", "care_context", id, "was linked by two requests");

        var notMarked =
            from context in db.Set<LinkContext>()
            join care in db.Set<CareContext>() on context.CareContextId equals care.Id
            where context.Kind == LinkKind.NewCareContexts && context.State != LinkContextState.Open && care.LinkedAt == null
            select care.Id;
        await foreach (var id in notMarked.AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break("I7", "care_context", id, "a request linked it, and it is not marked as linked");

        var inBoth = db.Set<LinkAttempt>().Where(attempt => db.Set<AuthenticationExchange>().Any(exchange => exchange.RequestId == attempt.RequestId)).Select(attempt => attempt.RequestId);
        await foreach (var id in inBoth.AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break("I4", "link_attempt", id, "an authentication uses the same requestId");

        var ofNothing = db.Set<OutboxMessage>()
            .Where(row => !(row.Kind == LinkStore.OutboxKind && db.Set<LinkRequest>().Any(one => one.Id == row.SubjectId))
                && !(row.Kind == AuthenticationStore.OutboxKind && db.Set<Authentication>().Any(one => one.Id == row.SubjectId))
                && !(row.Kind == AppSearchStore.OutboxKind && db.Set<AppSearch>().Any(one => one.Id == row.SubjectId))
                && !(row.Kind == CallStore.OutboxKind && db.Set<AbdmCall>().Any(one => one.Id == row.SubjectId))
                && !(row.Kind == SmsStore.OutboxKind && db.Set<SmsInvitation>().Any(one => one.Id == row.SubjectId)))
            .Select(row => new { row.Kind, row.SubjectId });
        await foreach (var row in ofNothing.AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break("outbox", "outbox", $"{row.Kind}/{row.SubjectId}", "its subject does not exist");
    }
}

using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Verify;

/// <summary>Every link request with its attempts, events and outbox row, a page at a time: the store may be large.</summary>
internal sealed class RequestCheck(PortalDb db, Findings findings, DateTime now)
{
    private const int PageSize = 500;
    private static readonly TimeSpan MostOpen = TimeSpan.FromHours(24);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var last = Guid.Empty;
        while (await PageAsync(last, cancellationToken) is { Count: > 0 } page)
        {
            last = page[^1].Id;
            var ids = page.ConvertAll(request => request.Id);
            var rows = await db.Set<OutboxMessage>().Where(row => row.Kind == LinkStore.OutboxKind && ids.Contains(row.SubjectId)).ToDictionaryAsync(row => row.SubjectId, cancellationToken);
            foreach (var request in page)
            {
                Attempts(request);
                Events(request);
                Contexts(request);
                Waiting(request, rows.GetValueOrDefault(request.Id));
            }
        }
    }

    private Task<List<LinkRequest>> PageAsync(Guid last, CancellationToken cancellationToken) =>
        db.Set<LinkRequest>().Where(request => request.Id > last).OrderBy(request => request.Id).Take(PageSize)
            .Include(request => request.Contexts).Include(request => request.Attempts).Include(request => request.Events)
            .AsSplitQuery().ToListAsync(cancellationToken);

    private void Attempts(LinkRequest request)
    {
        findings.Looked("I3", request.Attempts.Count);
        findings.Looked("I4", request.Attempts.Count);
        findings.Looked("I6");
        findings.Looked("I9");
        var begun = request.Events.Where(one => one.Transition is LinkTransition.T2 or LinkTransition.T15).Select(one => one.AttemptRequestId).ToList();
        foreach (var attempt in request.Attempts.Where(attempt => begun.Count(id => id == attempt.RequestId) != 1))
            findings.Break("I3", "link_attempt", attempt.RequestId, "no event, or more than one, tells of its beginning");
        foreach (var happened in request.Events.Where(one => one.AttemptRequestId is { } id && !request.Attempts.Exists(attempt => attempt.RequestId == id)))
            findings.Break("I3", "link_event", $"{request.Id}/{happened.Seq}", "tells of an attempt that the request does not have");

        if (!request.Attempts.Select(attempt => attempt.Number).Order().SequenceEqual(Enumerable.Range(1, request.Attempts.Count)))
            findings.Break("I4", "link_request", request.Id, "its attempts are not numbered from 1 on");
        foreach (var attempt in request.Attempts.Where(attempt => attempt.HipId != request.HipId)) findings.Break("I4", "link_attempt", attempt.RequestId, "names another facility than its request");

        var onTheirWay = request.Attempts.Count(attempt => attempt.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted);
        if (onTheirWay > 1) findings.Break("I6", "link_request", request.Id, $"{onTheirWay} attempts are on their way");
        if (request.State == LinkState.Refused && request.InDoubt) findings.Break("I9", "link_request", request.Id, "refused, though an attempt of it may have been taken");
    }

    private void Events(LinkRequest request)
    {
        findings.Looked("I5");
        findings.Looked("I8");
        findings.Looked("I12", request.Events.Count);
        var events = request.Events.OrderBy(one => one.Seq).ToList();
        LinkEvent? before = null;
        foreach (var happened in events)
        {
            if (happened.Seq != (before?.Seq ?? 0) + 1 || happened.From != before?.To)
                findings.Break("I5", "link_event", $"{request.Id}/{happened.Seq}", "does not go on where the event before it ended");

            // Events from before the chain was begun have no hash; after the first that has one, each must.
            if ((happened.Hash.Length > 0 || before?.Hash.Length > 0) && happened.Hash != happened.HashAfter(before?.Hash ?? ""))
                findings.Break("I12", "link_event", $"{request.Id}/{happened.Seq}", "its hash is not that of what it says, or an event before it is gone");
            before = happened;
        }

        if (request.Steps != events.Count || request.LastHash != (before?.Hash ?? ""))
            findings.Break("I12", "link_request", request.Id, "its last event is not the one that it remembers");
        if (before?.To != request.State) findings.Break("I5", "link_request", request.Id, $"is {request.State}, and its events say {before?.To.ToString() ?? "nothing"}");
        if (events.SkipWhile(one => one.To != LinkState.Linked).FirstOrDefault(one => one.To != LinkState.Linked) is { } left)
            findings.Break("I8", "link_event", $"{request.Id}/{left.Seq}", "leaves Linked");
    }

    private void Contexts(LinkRequest request)
    {
        findings.Looked("I7", request.Contexts.Count);
        findings.Looked("I10", request.Contexts.Count);
        var open = request.Contexts.Count(context => context.State == LinkContextState.Open);
        if (request.Contexts.Count == 0 || request.State == LinkState.Linked != (open == 0))
            findings.Break("I7", "link_request", request.Id, $"is {request.State} with {open} of {request.Contexts.Count} care contexts open");
        foreach (var context in request.Contexts)
        {
            // A success without a code is ABDM's SUCCESS; 1439 only says that it was there.
            var linkedBy = request.Attempts.Count(attempt => attempt is { State: AttemptState.Succeeded, ErrorCode: null } && (attempt.CareContextId ?? context.CareContextId) == context.CareContextId);
            if (request.Kind == LinkKind.NewCareContexts && linkedBy > 1) findings.Break("I10", "link_context", $"{request.Id}/{context.CareContextId}", $"{linkedBy} attempts linked it");
        }
    }

    private void Waiting(LinkRequest request, OutboxMessage? row)
    {
        findings.Looked("I11");
        findings.Looked("outbox");
        if (OutboxCheck.Fault(request, row) is { } fault) findings.Break("outbox", "link_request", request.Id, $"is {request.State}, and {fault}");
        var nobodyActs = row is null || row.ParkedReason is not null || (row.LeaseUntil is null && row.DueAt > now + MostOpen);
        if (!request.IsFinal && request.UpdatedAt < now - MostOpen && nobodyActs) findings.Break("I11", "link_request", request.Id, $"{request.State} for more than 24 hours, and nobody acts on it");
    }
}

using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>The one place in Linking that saves.</summary>
public sealed class LinkStore(IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<LinkRequest>(databases, turn, signal, live, crash, clock)
{
    public const string OutboxKind = "link";

    protected override string Kind => OutboxKind;

    /// <summary>One question: both are few. What else belongs to a request is not needed to change it.</summary>
    protected override IQueryable<LinkRequest> Whole(PortalDb db) =>
        db.Set<LinkRequest>().Include(request => request.Contexts).Include(request => request.Attempts).AsSingleQuery();

    /// <summary>New requests, with the care contexts opened for them, in one commit.</summary>
    public Task SubmitAsync(PortalDb db, IReadOnlyCollection<LinkRequest> requests, CancellationToken cancellationToken) =>
        AddAsync(db, requests, cancellationToken);

    protected override async Task ConcludeAsync(PortalDb db, IReadOnlyCollection<LinkRequest> subjects, CancellationToken cancellationToken)
    {
        // An answer that comes after the end (T18) concludes nothing: what was linked or freed then may serve another request by now.
        var concluded = subjects.Where(request => IsOver(request) || request.JustLinked.Count > 0).ToList();
        if (concluded.Count == 0) return;
        await EndByPatientAsync(db, [.. concluded.Where(request => request.EndedUnlinked && request.Kind == LinkKind.NewCareContexts)], cancellationToken);
        await MarkLinkedAsync(db, concluded, cancellationToken);
        await LetGoOfRecordsAsync(db, concluded.Where(request => request.State is LinkState.Refused or LinkState.Cancelled).ToDictionary(request => request.Id), cancellationToken);
        await SettleTokensAsync(db, concluded, cancellationToken);
    }

    private static bool IsOver(LinkRequest request) => request.IsFinal && request.UpdatedAt == request.ClosedAt;

    /// <summary>T22 of what was on its way when the patient linked it: nobody is told that nothing is linked.</summary>
    private static async Task EndByPatientAsync(PortalDb db, List<LinkRequest> ended, CancellationToken cancellationToken)
    {
        if (ended.Count == 0) return;
        var ids = ended.SelectMany(request => request.Contexts).Where(context => context.State == LinkContextState.Open).Select(context => context.CareContextId).ToArray();
        var contexts = await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).ToListAsync(cancellationToken);
        foreach (var request in ended)
            request.EndedAfterPatient([.. contexts.Where(context => context.IsLinkedTo(request.AddressKey)).Select(context => context.Id)], request.UpdatedAt);
    }

    private static async Task MarkLinkedAsync(PortalDb db, List<LinkRequest> requests, CancellationToken cancellationToken)
    {
        var linked = requests.Where(request => request.Kind == LinkKind.NewCareContexts)
            .SelectMany(request => request.JustLinked, (request, context) => (Request: request, context.CareContextId)).ToList();
        if (linked.Count == 0) return;
        var ids = linked.Select(one => one.CareContextId).Distinct().ToArray();
        var contexts = await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).ToDictionaryAsync(context => context.Id, cancellationToken);
        foreach (var (request, id) in linked) contexts[id].MarkLinked(request.AddressKey, request.UpdatedAt);
    }

    /// <summary>With a care context that a request lets go of, its records are free for another request.</summary>
    private static async Task LetGoOfRecordsAsync(PortalDb db, Dictionary<Guid, LinkRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0) return;
        var ids = requests.Keys.ToArray();
        foreach (var item in await db.Set<LinkItem>().Where(item => ids.Contains(item.LinkRequestId) && item.ReleasedAt == null).ToListAsync(cancellationToken))
        {
            item.ReleasedAt = requests[item.LinkRequestId].Contexts.Single(context => context.CareContextId == item.CareContextId).ReleasedAt;
        }
    }

    /// <summary>
    /// One token served one successful call, also when its success is heard of late. A 1439 does not use it up (protocol, 4.5),
    /// and what a refusal left unused is free for the next request.
    /// </summary>
    private static async Task SettleTokensAsync(PortalDb db, List<LinkRequest> requests, CancellationToken cancellationToken)
    {
        var used = new Dictionary<Guid, DateTime>();
        foreach (var request in requests)
        {
            foreach (var id in UsedBy(request)) used.TryAdd(id, request.UpdatedAt);
        }

        // Two questions and not one with "or": each has its index.
        var (holders, ids) = (requests.Where(IsOver).Select(request => (Guid?)request.Id).ToArray(), used.Keys.ToArray());
        foreach (var token in await db.Set<LinkingToken>().Where(token => ids.Contains(token.Id) && token.UsedAt == null).ToListAsync(cancellationToken))
            token.Used(used[token.Id]);
        foreach (var token in await db.Set<LinkingToken>().Where(token => holders.Contains(token.ReservedFor) && token.UsedAt == null).ToListAsync(cancellationToken))
        {
            if (!used.ContainsKey(token.Id)) token.Release();
        }
    }

    private static IEnumerable<Guid> UsedBy(LinkRequest request) =>
        request.Attempts.Where(one => one is { State: AttemptState.Succeeded, ErrorCode: null }).Select(one => one.LinkingTokenId).OfType<Guid>();
}

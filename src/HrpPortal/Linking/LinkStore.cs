using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>The one place in Linking that saves.</summary>
public sealed class LinkStore(IDbContextFactory<PortalDb> databases, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<LinkRequest>(databases, signal, live, crash, clock)
{
    public const string OutboxKind = "link";

    protected override string Kind => OutboxKind;

    protected override IQueryable<LinkRequest> Whole(PortalDb db) =>
        db.Set<LinkRequest>()
            .Include(request => request.Contexts)
            .Include(request => request.Items)
            .Include(request => request.Attempts)
            .Include(request => request.Events)
            .AsSplitQuery();

    /// <summary>New requests, with the care contexts opened for them, in one commit.</summary>
    public Task SubmitAsync(PortalDb db, IReadOnlyCollection<LinkRequest> requests, CancellationToken cancellationToken) =>
        AddAsync(db, requests, cancellationToken);

    protected override async Task ConcludeAsync(PortalDb db, IReadOnlyCollection<LinkRequest> subjects, CancellationToken cancellationToken)
    {
        foreach (var request in subjects) await ConcludeAsync(db, request, cancellationToken);
    }

    private static async Task ConcludeAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        // An answer that comes after the end (T18) concludes nothing: what was linked or freed then may serve another request by now.
        var isOver = request.IsFinal && request.UpdatedAt == request.ClosedAt;
        if (!isOver && request.JustLinked.Count == 0) return;
        var now = request.UpdatedAt;
        if (request is { JustLinked.Count: > 0, Kind: LinkKind.NewCareContexts })
        {
            var ids = request.JustLinked.Select(context => context.CareContextId).ToList();
            foreach (var context in await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).ToListAsync(cancellationToken))
                context.MarkLinked(request.AddressKey, now);
        }

        // One token served one successful call, also when its success is heard of late. A 1439 does not use it up (protocol, 4.5),
        // and what a refusal left unused is free for the next request.
        var used = request.Attempts.Where(one => one is { State: AttemptState.Succeeded, ErrorCode: null }).Select(one => one.LinkingTokenId).OfType<Guid>().ToHashSet();
        foreach (var token in await db.Set<LinkingToken>().Where(token => (token.ReservedFor == request.Id || used.Contains(token.Id)) && token.UsedAt == null).ToListAsync(cancellationToken))
        {
            if (used.Contains(token.Id)) token.Used(now);
            else if (isOver) token.Release();
        }
    }
}

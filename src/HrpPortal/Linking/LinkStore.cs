using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>The one place in Linking that saves.</summary>
public sealed class LinkStore(IDbContextFactory<PortalDb> databases, OutboxSignal signal, LiveUpdates live, TimeProvider clock)
    : OutboxedStore<LinkRequest>(databases, signal, live, clock)
{
    public const string OutboxKind = "link";

    protected override string Kind => OutboxKind;

    protected override Task<LinkRequest?> LoadAsync(PortalDb db, Guid id, CancellationToken cancellationToken) =>
        db.Set<LinkRequest>()
            .Include(request => request.Contexts)
            .Include(request => request.Items)
            .Include(request => request.Attempts)
            .Include(request => request.Events)
            .AsSplitQuery()
            .SingleOrDefaultAsync(request => request.Id == id, cancellationToken);

    /// <summary>New requests, with the care contexts opened for them, in one commit.</summary>
    public Task SubmitAsync(PortalDb db, IReadOnlyCollection<LinkRequest> requests, CancellationToken cancellationToken) =>
        AddAsync(db, requests, cancellationToken);
}

using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Discovery;

/// <summary>Keeps searches of patients' apps; a code that is owed is sent by the outbox.</summary>
public sealed class AppSearchStore(IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<AppSearch>(databases, turn, signal, live, crash, clock)
{
    public const string OutboxKind = "app-search";

    protected override string Kind => OutboxKind;

    protected override IQueryable<AppSearch> Whole(PortalDb db) => db.Set<AppSearch>().Include(search => search.Choices).AsSingleQuery();
}

using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Sms;

/// <summary>The one place that saves an invitation.</summary>
public sealed class SmsStore(IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<SmsInvitation>(databases, turn, signal, live, crash, clock)
{
    public const string OutboxKind = "sms";

    private readonly IDbContextFactory<PortalDb> _databases = databases;

    protected override string Kind => OutboxKind;

    /// <summary>False: another desk was quicker by an instant.</summary>
    public async Task<bool> AddAsync(SmsInvitation invitation, CancellationToken cancellationToken)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken);
        try
        {
            await AddAsync(db, [invitation], cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
        {
            return false;
        }
    }

    public Task StepAsync(Guid id, Action<PortalDb, SmsInvitation> step, OutboxLease? lease = null, CancellationToken cancellationToken = default) => ChangeAsync(
        id,
        (db, one) =>
        {
            step(db, one);
            return Task.FromResult(true);
        },
        lease,
        cancellationToken);

    protected override IQueryable<SmsInvitation> Whole(PortalDb db) => db.Set<SmsInvitation>();
}

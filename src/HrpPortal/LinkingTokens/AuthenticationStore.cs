using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.LinkingTokens;

/// <summary>The one place in LinkingTokens that saves an authentication.</summary>
public sealed class AuthenticationStore(IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<Authentication>(databases, turn, signal, live, crash, clock)
{
    public const string OutboxKind = "authentication";

    private readonly IDbContextFactory<PortalDb> _databases = databases;
    private readonly OutboxSignal _signal = signal;
    private readonly TimeProvider _clock = clock;

    protected override string Kind => OutboxKind;

    /// <summary>The open authentication of this address, or a new one in the caller's commit: an index lets only one through, and the other looks anew.</summary>
    public async Task<Authentication> JoinAsync(
        PortalDb db, GatewayDialect dialect, string hipId, Guid patientId, string phrAddress, string addressKey, string outboxKey, AuthenticationMethod method,
        CancellationToken cancellationToken)
    {
        var open = await db.Set<Authentication>().AsNoTracking()
            .SingleOrDefaultAsync(one => one.HipId == hipId && one.AddressKey == addressKey && one.Dialect == dialect && one.ClosedAt == null, cancellationToken);
        if (open is not null) return open;

        var now = _clock.Utc();
        var authentication = new Authentication
        {
            Id = Guid.CreateVersion7(),
            HipId = hipId,
            Dialect = dialect,
            PatientId = patientId,
            PhrAddress = phrAddress,
            AddressKey = addressKey,
            CreatedAt = now,
            OutboxKey = outboxKey,
            Method = method,
            Purpose = method == AuthenticationMethod.Demographics ? AuthenticationPurpose.Link : AuthenticationPurpose.KycAndLink,
        };
        authentication.Begin(now);
        AddTo(db, authentication);
        return authentication;
    }

    /// <summary>The same in a commit of its own.</summary>
    public Task OpenAsync(
        GatewayDialect dialect, string hipId, Guid patientId, string phrAddress, string addressKey, string outboxKey, AuthenticationMethod method,
        CancellationToken cancellationToken) =>
        Clashes.AgainOnClashAsync(async () =>
        {
            await using var db = await _databases.CreateDbContextAsync(cancellationToken);
            await JoinAsync(db, dialect, hipId, patientId, phrAddress, addressKey, outboxKey, method, cancellationToken);
            return await db.SaveChangesAsync(cancellationToken);
        });

    /// <summary>Changes one; when that ends it, or puts it off, every link request that waits for it is woken in the same commit.</summary>
    public async Task<bool> StepAsync(
        Guid id, Func<PortalDb, Authentication, Task<bool>> step, OutboxLease? lease = null, CancellationToken cancellationToken = default)
    {
        var tells = false;
        var changed = await ChangeAsync(
            id,
            async (db, authentication) =>
            {
                var wasOpen = authentication.IsOpen;
                var stepped = await step(db, authentication);
                tells = wasOpen && (!authentication.IsOpen || authentication.IsPutOff(_clock.Utc()));
                if (tells) await db.WakeAsync(authentication.OutboxKey, OutboxKind, _clock.Utc(), cancellationToken);
                return stepped;
            },
            lease,
            cancellationToken);
        if (tells) _signal.Wake();
        return changed;
    }

    /// <summary>Changes several in one commit, with the same waking.</summary>
    public async Task StepManyAsync(
        IReadOnlyCollection<Guid> ids, Func<PortalDb, IReadOnlyDictionary<Guid, Authentication>, Task<IReadOnlyCollection<Authentication>>> step,
        CancellationToken cancellationToken)
    {
        List<Authentication> ended = [];
        await ChangeManyAsync(
            ids,
            async (db, authentications) =>
            {
                var open = authentications.Values.Where(one => one.IsOpen).ToList();
                var changed = await step(db, authentications);
                ended = [.. open.Where(one => !one.IsOpen)];
                foreach (var one in ended) await db.WakeAsync(one.OutboxKey, OutboxKind, _clock.Utc(), cancellationToken);
                return changed;
            },
            cancellationToken);
        if (ended.Count > 0) _signal.Wake();
    }

    protected override IQueryable<Authentication> Whole(PortalDb db) =>
        db.Set<Authentication>().Include(authentication => authentication.Exchanges);
}

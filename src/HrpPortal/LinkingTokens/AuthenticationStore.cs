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

    /// <summary>The open authentication of this address, or a new one. Two that begin at once share the first.</summary>
    public async Task<Guid> OpenAsync(
        GatewayDialect dialect, string hipId, Guid patientId, string phrAddress, string addressKey, string outboxKey, CancellationToken cancellationToken,
        AuthenticationMethod method = AuthenticationMethod.Demographics)
    {
        while (true)
        {
            await using var db = await _databases.CreateDbContextAsync(cancellationToken);
            var open = await db.Set<Authentication>()
                .Where(one => one.HipId == hipId && one.AddressKey == addressKey && one.Dialect == dialect && one.ClosedAt == null)
                .Select(one => (Guid?)one.Id).SingleOrDefaultAsync(cancellationToken);
            if (open is { } id) return id;

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
            try
            {
                await AddAsync(db, [authentication], cancellationToken);
                return authentication.Id;
            }
            catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
            {
                // Somebody else opened it between our look and our commit: theirs is ours too.
            }
        }
    }

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

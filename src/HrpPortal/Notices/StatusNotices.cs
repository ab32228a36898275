using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Notices;

/// <summary>
/// A patient paused the address, is back, or left (protocol, 5.4). In one commit: what we know of the address, its unused tokens,
/// the requests that wait to be sent, the patient's file, and the acknowledgement that we owe.
/// </summary>
public sealed class StatusNotices(
    IDbContextFactory<PortalDb> databases, LinkStore links, CallStore calls, AddressDomain domain, LiveUpdates live, TimeProvider clock) : CallHandler
{
    public override IReadOnlyCollection<string> Paths => [AbdmCalls.PatientStatusNotify];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        if (!PatientStatusNotify.TryRead(callback.Bytes.Span, out var notify)) return CallbackOutcome.Orphan;
        if (notify.Status is not { } status || notify.PatientId is not { } said) return CallbackOutcome.Orphan;

        var keys = await KeysAsync(callback.HipId, said, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = status == PatientStatus.Reactivated ? [] : await db.Set<LinkRequest>()
            .Where(one => one.HipId == callback.HipId && keys.Contains(one.AddressKey) && one.ClosedAt == null).Select(one => one.Id).ToListAsync(cancellationToken);
        IReadOnlyList<Guid> patients = [];
        await links.ChangeManyAsync(waiting, StepAsync, cancellationToken);
        foreach (var patient in patients) live.Publish(new LiveChange(LiveTopics.One("patient", patient), patient, status.ToString()));
        return CallbackOutcome.Applied;

        async Task<IReadOnlyCollection<LinkRequest>> StepAsync(PortalDb own, IReadOnlyDictionary<Guid, LinkRequest> requests)
        {
            var now = clock.Utc();
            var marks = await InboxMarks.OpenAsync(own, [callback], cancellationToken);
            if (!marks.Apply(callback, now)) return [];
            patients = await FileAsync(own, callback.HipId, keys, status, now, cancellationToken);
            await StandAsync(own, callback.HipId, keys, status, now, cancellationToken);
            if (status != PatientStatus.Reactivated) await DiscardAsync(own, callback.HipId, keys, now, cancellationToken);
            var answer = new AcknowledgePatientStatusRequest(Guid.NewGuid(), clock.GetUtcNow(), new AnsweredCall(callback.AskedAs));
            var cmId = domain.CmOf(keys.Length > 0 ? keys[0] : said);
            calls.Owe(own, callback, answer, cmId, patients.Count > 0 ? patients[0] : null);
            return Park(requests.Values, now);
        }
    }

    private static List<LinkRequest> Park(IEnumerable<LinkRequest> requests, DateTime now)
    {
        var parked = requests.Where(request => request.Waits).ToList();
        foreach (var request in parked) request.PermissionStopped(LinkReason.AddressLeft, null, null, now);
        return parked;
    }

    /// <summary>The addresses that are meant: ABDM names one, or an ABHA number.</summary>
    private async Task<string[]> KeysAsync(string hipId, string said, CancellationToken cancellationToken)
    {
        if (said.Contains('@', StringComparison.Ordinal)) return [PhrAddress.Key(said)];
        var digits = string.Concat(said.Where(char.IsAsciiDigit));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Patient>().Where(one => one.HipId == hipId && one.AbhaNumber == digits && one.AddressKey != null)
            .Select(one => one.AddressKey!).Distinct().ToArrayAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> FileAsync(
        PortalDb db, string hipId, string[] keys, PatientStatus status, DateTime now, CancellationToken cancellationToken)
    {
        var patients = await db.Set<Patient>().Where(one => one.HipId == hipId && keys.Contains(one.AddressKey)).ToListAsync(cancellationToken);
        foreach (var patient in patients)
        {
            db.Add(new AbdmNotice
            {
                Id = Guid.CreateVersion7(), HipId = hipId, PatientId = patient.Id, Kind = KindOf(status), CmId = PhrAddress.CmId(patient.PhrAddress!), ReceivedAt = now,
            });
            if (status != PatientStatus.Deleted) continue;
            foreach (var notice in await db.Set<AbdmNotice>().Where(one => one.PatientId == patient.Id && one.ProtectedBody != null).ToListAsync(cancellationToken))
                notice.Forget();
            patient.Leave(now);
        }

        return [.. patients.Select(patient => patient.Id)];
    }

    private static async Task StandAsync(PortalDb db, string hipId, string[] keys, PatientStatus status, DateTime now, CancellationToken cancellationToken)
    {
        var standing = status switch { PatientStatus.Deleted => AddressStatus.Left, PatientStatus.Deactivated => AddressStatus.Paused, _ => AddressStatus.Active };
        foreach (var hash in keys.Select(AddressStanding.HashOf))
        {
            var known = await db.Set<AddressStanding>().SingleOrDefaultAsync(one => one.HipId == hipId && one.AddressHash == hash, cancellationToken);
            if (known is null) db.Add(new AddressStanding { HipId = hipId, AddressHash = hash, Status = standing, ChangedAt = now });
            else (known.Status, known.ChangedAt, known.Version) = (standing, now, known.Version + 1);
        }
    }

    private static async Task DiscardAsync(PortalDb db, string hipId, string[] keys, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var token in await db.Set<LinkingToken>()
            .Where(one => one.HipId == hipId && keys.Contains(one.AddressKey) && one.UsedAt == null && one.DiscardedAt == null).ToListAsync(cancellationToken))
            token.Discard(now);
    }

    private static NoticeKind KindOf(PatientStatus status) => status switch
    {
        PatientStatus.Deleted => NoticeKind.Deleted,
        PatientStatus.Deactivated => NoticeKind.Deactivated,
        _ => NoticeKind.Reactivated,
    };
}

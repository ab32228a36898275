using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Scans;

/// <summary>A shared profile gets its number in the queue, and the answer that tells the patient's app of it, in one commit.</summary>
public sealed class ProfileShares(
    IDbContextFactory<PortalDb> databases, CallStore calls, CallbackBodies bodies, AddressDomain domain, LiveUpdates live, PortalTime india, TimeProvider clock)
    : CallHandler
{
    public const int LongestCounter = 64;

    private const int MostForgotten = 100;

    public override IReadOnlyCollection<string> Paths => [AbdmCalls.Share, AbdmCalls.ShareV1, AbdmCalls.ShareV3];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        // An answer must name the address: where the profile has none there is nobody to answer.
        if (!ProfileShare.TryRead(callback.Bytes.Span, out var share)) return CallbackOutcome.Orphan;
        if (share.Patient?.AbhaAddress is not { Length: > 0 and <= 100 } address) return CallbackOutcome.Orphan;

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.Utc();
        var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
        if (!marks.Apply(callback, now)) return CallbackOutcome.Applied;
        var profile = SharedCard.Of(share.Patient) is null ? null : await QueueAsync(db, callback, share, address, now, cancellationToken);
        var answer = ShareAnswers.Of(callback, share, address, profile, clock.GetUtcNow());
        calls.Owe(db, callback, answer, domain.CmOf(address), patientId: null);
        await db.SaveChangesAsync(cancellationToken);
        if (profile is not null) live.Publish(new LiveChange(ScanQueries.TopicOf(callback.HipId), profile.Id, "Shared"));
        return CallbackOutcome.Applied;
    }

    /// <summary>Who scans again while the number counts keeps it.</summary>
    private async Task<SharedProfile> QueueAsync(
        PortalDb db, ReceivedCallback callback, ProfileShare share, string address, DateTime now, CancellationToken cancellationToken)
    {
        var (hipId, hash) = (callback.HipId, AddressStanding.HashOf(PhrAddress.Key(address)));
        foreach (var old in await OldAsync(db, hipId, now, cancellationToken)) old.Forget();
        var profile = await db.Set<SharedProfile>().Where(one => one.HipId == hipId && one.AddressHash == hash && one.ExpiresAt > now)
            .OrderByDescending(one => one.ExpiresAt).FirstOrDefaultAsync(cancellationToken);
        if (profile is null)
        {
            var day = india.Today;
            var number = await db.NextNumberAsync(hipId, day, now, cancellationToken);
            profile = new SharedProfile { Id = Guid.CreateVersion7(clock.GetUtcNow()), HipId = hipId, Day = day, Number = number, AddressHash = hash };
            db.Add(profile);
        }

        profile.Share(CounterOf(share), bodies.Close(callback.Bytes.ToArray()), now);
        return profile;
    }

    private static Task<List<SharedProfile>> OldAsync(PortalDb db, string hipId, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - SharedProfile.Kept;
        return db.Set<SharedProfile>().Where(one => one.HipId == hipId && one.ExpiresAt < before && one.ProtectedProfile != null)
            .OrderBy(one => one.ExpiresAt).Take(MostForgotten).ToListAsync(cancellationToken);
    }

    private static string? CounterOf(ProfileShare share)
    {
        var counter = string.Concat((share.Counter ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return counter.Length switch { 0 => null, > LongestCounter => counter[..LongestCounter], _ => counter };
    }
}

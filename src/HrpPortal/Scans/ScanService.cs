using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Scans;

/// <summary>Takes a patient from the queue to a desk. Of two clerks who take the same one, one gets the patient and the other is told who.</summary>
public sealed class ScanService(IDbContextFactory<PortalDb> databases, ScanQueries queries, LiveUpdates live, TimeProvider clock)
{
    /// <param name="again">Although a colleague has the patient: the person was told so.</param>
    public async Task<ScanTaken> TakeAsync(string hipId, Guid id, StaffMember person, bool again = false, CancellationToken cancellationToken = default)
    {
        if (!person.Satisfies(Policies.Clerk)) throw new UnauthorizedAccessException("Only the front desk takes patients from the queue.");
        return await Clashes.AgainOnClashAsync<ScanTaken>(async () =>
        {
            var now = clock.Utc();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var profile = await db.Set<SharedProfile>().SingleOrDefaultAsync(one => one.Id == id && one.HipId == hipId, cancellationToken);
            if (profile is null || profile.IsOver(now) || queries.Read(profile) is not { } scan) return new ScanTaken.Over();
            if (profile is { TakenAt: { } at, TakenById: { } holder } && holder != person.Id && !again) return new ScanTaken.ByOther(profile.TakenByName ?? "", at);
            if (profile.TakenById == person.Id) return new ScanTaken.Taken(scan.Card);

            profile.Take(person.Id, person.Name, now);
            await db.SaveChangesAsync(cancellationToken);
            live.Publish(new LiveChange(ScanQueries.TopicOf(hipId), id, "Taken"));
            return new ScanTaken.Taken(scan.Card);
        });
    }
}

/// <summary>What became of taking one.</summary>
public abstract record ScanTaken
{
    public sealed record Taken(AbhaCard Card) : ScanTaken;

    /// <summary>The 30 minutes are over: the patient scans again.</summary>
    public sealed record Over : ScanTaken;

    public sealed record ByOther(string Name, DateTime At) : ScanTaken;
}

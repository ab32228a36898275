using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Office;

/// <summary>
/// Who has what in hand. Of two who take the same thing at once one gets it, and the other is told who: the key of the row and
/// its version decide, not who looked first.
/// </summary>
public sealed class InboxClaims(IDbContextFactory<PortalDb> databases, LiveUpdates live, TimeProvider clock)
{
    /// <summary>Null when it is now in this person's hands; else who has it.</summary>
    public Task<Holder?> TakeAsync(string hipId, Guid subject, StaffMember person, CancellationToken cancellationToken = default) =>
        GiveAsync(hipId, subject, new OfficeColleague(person.Id, person.Name), person, seen: null, cancellationToken);

    /// <summary>Puts it into a colleague's hands, from those of <paramref name="seen"/>; null when that worked, else who has it by now.</summary>
    public async Task<Holder?> GiveAsync(
        string hipId, Guid subject, OfficeColleague to, StaffMember by, Holder? seen, CancellationToken cancellationToken = default)
    {
        Demand(by);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var claim = await FindAsync(db, hipId, subject, cancellationToken);
        if (claim is not null && claim.HolderId == to.Id) return null;
        if (claim is not null && claim.Version != seen?.Version) return Of(claim);
        if (claim is null)
        {
            db.Add(claim = new InboxClaim { SubjectId = subject, HipId = hipId, HolderId = to.Id, HolderName = to.Name, At = clock.Utc(), ById = by.Id, ByName = by.Name });
        }
        else
        {
            (claim.HolderId, claim.HolderName, claim.At, claim.ById, claim.ByName) = (to.Id, to.Name, clock.Utc(), by.Id, by.Name);
            claim.Version++;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.IsClash())
        {
            // Somebody was quicker by a hair.
            await using var now = await databases.CreateDbContextAsync(cancellationToken);
            if (await FindAsync(now, hipId, subject, cancellationToken) is { } theirs && theirs.HolderId != to.Id) return Of(theirs);
        }

        Tell(hipId, subject);
        return null;
    }

    /// <summary>Back on the pile; only by who has it.</summary>
    public async Task<bool> PutBackAsync(string hipId, Guid subject, StaffMember person, CancellationToken cancellationToken = default)
    {
        Demand(person);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, hipId, subject, cancellationToken) is not { } claim || claim.HolderId != person.Id) return false;
        db.Remove(claim);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.IsClash())
        {
            return false;
        }

        Tell(hipId, subject);
        return true;
    }

    /// <summary>Notes that a person works at the inbox, and says who else does.</summary>
    public async Task<IReadOnlyList<OfficeColleague>> ComeInAsync(string hipId, StaffMember person, CancellationToken cancellationToken = default)
    {
        Demand(person);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var members = await db.Set<OfficeMember>().Where(member => member.HipId == hipId).ToListAsync(cancellationToken);
        if (members.Find(member => member.StaffId == person.Id) is { } known) (known.Name, known.SeenAt) = (person.Name, clock.Utc());
        else db.Add(new OfficeMember { HipId = hipId, StaffId = person.Id, Name = person.Name, SeenAt = clock.Utc() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.IsClash())
        {
            // A second tab of the same person wrote the same.
        }

        return [.. members.Where(member => member.StaffId != person.Id).OrderBy(member => member.Name, StringComparer.CurrentCulture).Select(member => new OfficeColleague(member.StaffId, member.Name))];
    }

    private static Task<InboxClaim?> FindAsync(PortalDb db, string hipId, Guid subject, CancellationToken cancellationToken) =>
        db.Set<InboxClaim>().SingleOrDefaultAsync(claim => claim.SubjectId == subject && claim.HipId == hipId, cancellationToken);

    private static Holder Of(InboxClaim claim) => new(claim.HolderId, claim.HolderName, claim.At, claim.Version);

    private static void Demand(StaffMember person)
    {
        if (!person.Satisfies(Policies.Records)) throw new UnauthorizedAccessException("Only the records office has an inbox.");
    }

    private void Tell(string hipId, Guid subject) => live.Publish(new LiveChange(LiveTopics.AllOf(Inbox.Topic, hipId), subject, ""));
}

public sealed record OfficeColleague(string Id, string Name);

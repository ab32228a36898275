using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Drafts;

/// <summary>Drafts are rows: a reload, a cut line and a restarted server lose nothing. Each belongs to one clerk and is kept for a day.</summary>
public sealed class DraftStore(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private DateTime Oldest => clock.Utc() - Kept;

    /// <summary>The draft of this id, made now when there is none: a link to it may be followed twice. Null for another clerk's.</summary>
    public async Task<Draft?> OpenAsync(string hipId, string personId, Guid patientId, Guid id, string? records, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var oldest = Oldest;
        db.RemoveRange(await db.Set<Draft>().Where(draft => draft.UpdatedAt < oldest).Take(100).ToListAsync(cancellationToken));
        if (!await db.Set<Draft>().AnyAsync(draft => draft.Id == id, cancellationToken)
            && await db.Set<Patient>().AnyAsync(patient => patient.Id == patientId && patient.HipId == hipId, cancellationToken))
        {
            var now = clock.Utc();
            db.Add(new Draft { Id = id, HipId = hipId, PatientId = patientId, PersonId = personId, CreatedAt = now, UpdatedAt = now, Records = records });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.IsClash())
        {
            // The page is made twice, once for the first paint: the other one was quicker.
        }

        return await FindAsync(hipId, personId, id, cancellationToken);
    }

    public async Task<Draft?> FindAsync(string hipId, string personId, Guid id, CancellationToken cancellationToken = default)
    {
        var oldest = Oldest;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Draft>().AsNoTracking().SingleOrDefaultAsync(
            draft => draft.Id == id && draft.HipId == hipId && draft.PersonId == personId && draft.UpdatedAt >= oldest, cancellationToken);
    }

    /// <summary>Writes what the clerk has chosen and typed so far. A draft that is not there any more is not made again.</summary>
    public async Task KeepAsync(Draft draft, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var own = await db.Set<Draft>().SingleOrDefaultAsync(one => one.Id == draft.Id && one.PersonId == draft.PersonId, cancellationToken);
        if (own is null) return;
        (own.Records, own.Displays, own.Told, own.Address) = (draft.Records, draft.Displays, draft.Told, draft.Address);
        own.UpdatedAt = draft.UpdatedAt = clock.Utc();
        await db.SaveChangesAsync(cancellationToken);
    }
}

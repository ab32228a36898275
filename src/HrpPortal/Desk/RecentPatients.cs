using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Desk;

/// <summary>Whom a clerk opened today, newest first.</summary>
public sealed class RecentPatients(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    public const int Most = 8;

    public async Task OpenedAsync(string hipId, string personId, Guid patientId, CancellationToken cancellationToken = default)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var recent = await db.Set<RecentPatient>().SingleOrDefaultAsync(
            one => one.PersonId == personId && one.HipId == hipId && one.PatientId == patientId, cancellationToken);
        if (recent is null) db.Add(new RecentPatient { PersonId = personId, HipId = hipId, PatientId = patientId, OpenedAt = now });
        else recent.OpenedAt = now;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.IsClash())
        {
            // The clerk's other tab wrote the same row just now: it says the same.
        }
    }

    public async Task<IReadOnlyList<RecentRow>> SinceAsync(string hipId, string personId, DateTime sinceUtc, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await (
            from recent in db.Set<RecentPatient>()
            join patient in db.Set<Patient>() on recent.PatientId equals patient.Id
            where recent.PersonId == personId && recent.HipId == hipId && recent.OpenedAt >= sinceUtc
            orderby recent.OpenedAt descending
            select new RecentRow(patient.Id, patient.Name, patient.Number, recent.OpenedAt)).Take(Most).ToListAsync(cancellationToken);
    }
}

public sealed record RecentRow(Guid PatientId, string Name, string Number, DateTime OpenedAt);

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>What pages show of patients.</summary>
public sealed class PatientQueries(IDbContextFactory<PortalDb> databases)
{
    /// <summary>Those registered last: something to begin with when nothing is searched for, and no list to browse in.</summary>
    public async Task<IReadOnlyList<PatientFound>> NewestAsync(string hipId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId).OrderByDescending(patient => patient.Id).Take(PatientSearch.MostRows)
            .Select(patient => new PatientFound(patient.Id, patient.Name, patient.Gender, patient.BirthDate, patient.Number, patient.Mobile, patient.PhrAddress, false))
            .ToListAsync(cancellationToken);
    }

    public async Task<Patient?> FindAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(patient => patient.Id == id && patient.HipId == hipId, cancellationToken);
    }
}

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>
/// One ABHA belongs to one person. Two patients of a facility with the same number or address are one person registered twice,
/// or somebody's records are about to be shown to somebody else.
/// </summary>
public sealed class PatientGuard(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 5;

    /// <summary>To be asked before anything is sent for a patient: empty is as it should be.</summary>
    public async Task<IReadOnlyList<PatientFound>> OthersWithSameAbhaAsync(string hipId, Guid patientId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == patientId && one.HipId == hipId, cancellationToken);
        return patient is null ? [] : await OthersWithSameAbhaAsync(hipId, patientId, patient.AbhaNumber, patient.PhrAddress, cancellationToken);
    }

    /// <summary>For a number and an address that the patient does not have yet.</summary>
    public async Task<IReadOnlyList<PatientFound>> OthersWithSameAbhaAsync(
        string hipId, Guid? patientId, string? abhaNumber, string? phrAddress, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var others = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId && patient.Id != patientId);
        var found = new List<PatientFound>();
        if (abhaNumber is not null) found.AddRange(await others.Where(patient => patient.AbhaNumber == abhaNumber).FirstAsync(cancellationToken, Most));
        if (phrAddress is not null) found.AddRange(await KeySearch.AtAddress(others, PhrAddress.Key(phrAddress)).FirstAsync(cancellationToken, Most));
        return [.. found.DistinctBy(row => row.Id)];
    }
}

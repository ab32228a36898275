using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

internal static class FirstRows
{
    /// <summary>The first patients of a query in which one may come several times, at most one more than <paramref name="most"/>.</summary>
    public static async Task<IReadOnlyList<PatientFound>> FirstAsync(this IQueryable<Patient> patients, CancellationToken cancellationToken, int most = PatientSearch.MostRows)
    {
        for (var take = 2 * (most + 1); ; take *= 3)
        {
            var rows = await patients.Take(take)
                .Select(patient => new PatientFound(patient.Id, patient.Name, patient.Gender, patient.BirthDate, patient.Number, patient.Mobile, patient.PhrAddress, false))
                .ToListAsync(cancellationToken);
            var found = rows.DistinctBy(row => row.Id).Take(most + 1).ToList();
            if (found.Count > most || rows.Count < take) return found;
        }
    }
}

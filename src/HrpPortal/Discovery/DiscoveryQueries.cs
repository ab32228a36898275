using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Discovery;

/// <summary>What pages show of searches from patients' apps. A code is not among it.</summary>
public sealed class DiscoveryQueries(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    private const int MostRows = 20;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<AppSearchRow>> OfPatientAsync(string hipId, Guid patientId, CancellationToken cancellationToken = default)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AppSearch>().AsNoTracking().Where(one => one.PatientId == patientId && one.HipId == hipId)
            .OrderByDescending(one => one.AskedAt).ThenByDescending(one => one.Id).Take(MostRows)
            .Select(one => new AppSearchRow(
                one.Id, one.AskedAt, one.State, one.Trouble, one.Shown, one.Choices.Count, one.CodeUntil, one.State == AppSearchState.CodeSent && one.CodeUntil < now))
            .ToListAsync(cancellationToken);
    }
}

/// <param name="Shown">Visits that the app showed.</param>
/// <param name="Chosen">Those that the patient chose of them.</param>
/// <param name="IsTooLate">The code was not entered in time.</param>
public sealed record AppSearchRow(Guid Id, DateTime AskedAt, AppSearchState State, CodeTrouble? Trouble, int Shown, int Chosen, DateTime? CodeUntil, bool IsTooLate);

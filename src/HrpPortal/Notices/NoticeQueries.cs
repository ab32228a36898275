using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Notices;

/// <summary>What pages show of notices.</summary>
public sealed class NoticeQueries(IDbContextFactory<PortalDb> databases)
{
    private const int MostRows = 20;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<AbdmNotice>> OfPatientAsync(string hipId, Guid patientId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AbdmNotice>().AsNoTracking().Where(one => one.PatientId == patientId && one.HipId == hipId)
            .OrderByDescending(one => one.ReceivedAt).ThenByDescending(one => one.Id).Take(MostRows).ToListAsync(cancellationToken);
    }
}

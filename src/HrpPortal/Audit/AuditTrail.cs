using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Audit;

/// <summary>Writes the trail. An entry is committed before what it tells of begins: what cannot be written down is not done.</summary>
public sealed class AuditTrail(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    /// <summary>A page that is painted, reloaded and gone back to is one look at the patient.</summary>
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(10);

    public async Task WriteAsync(
        string hipId, string who, string whoName, AuditAction what, int count, string? detail = null, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Add(db, hipId, who, whoName, what, count, detail);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Before a page shows a patient.</summary>
    public async Task OpenedAsync(string hipId, string who, string whoName, Guid patientId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = clock.Utc() - OneLook;
        var entries = db.Set<AuditEntry>().Where(entry => entry.PatientId == patientId && entry.At > since);
        if (await entries.AnyAsync(entry => entry.HipId == hipId && entry.Who == who && entry.What == AuditAction.PatientOpened, cancellationToken)) return;
        Add(db, hipId, who, whoName, AuditAction.PatientOpened, 1, patientId: patientId);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>In the caller's commit: the entry is there exactly when what it tells of is.</summary>
    public void Add(
        PortalDb db, string hipId, string who, string whoName, AuditAction what, int count, string? detail = null, Guid? patientId = null, Guid? linkRequestId = null) =>
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(), HipId = hipId, At = clock.Utc(), Who = who, WhoName = whoName, What = what, Count = count, Detail = detail, PatientId = patientId,
            LinkRequestId = linkRequestId,
        });
}

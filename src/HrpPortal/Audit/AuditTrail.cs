using System.Security.Cryptography;
using System.Text.Json;
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
        var (now, since) = (clock.Utc(), clock.Utc() - OneLook);
        var entries = db.Set<AuditEntry>().Where(entry => entry.PatientId == patientId && entry.At > since);
        if (await entries.AnyAsync(entry => entry.HipId == hipId && entry.Who == who && entry.What == AuditAction.PatientOpened, cancellationToken)) return;
        db.Add(new AuditEntry { Id = IdOf(hipId, who, patientId, now), HipId = hipId, At = now, Who = who, WhoName = whoName, What = AuditAction.PatientOpened, Count = 1, PatientId = patientId });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
        {
            // The same look, written an instant ago: a change came while the page was reading, and it read twice at once.
        }
    }

    /// <summary>In the caller's commit: the entry is there exactly when what it tells of is.</summary>
    public void Add(
        PortalDb db, string hipId, string who, string whoName, AuditAction what, int count, string? detail = null, Guid? patientId = null, Guid? linkRequestId = null) =>
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(), HipId = hipId, At = clock.Utc(), Who = who, WhoName = whoName, What = what, Count = count, Detail = detail, PatientId = patientId,
            LinkRequestId = linkRequestId,
        });

    /// <summary>One id for one look: of two who write it at once the key lets one through.</summary>
    private static Guid IdOf(string hipId, string who, Guid patientId, DateTime now) =>
        new(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<object[]>([hipId, who, patientId, now.Ticks / OneLook.Ticks])).AsSpan(0, 16));
}

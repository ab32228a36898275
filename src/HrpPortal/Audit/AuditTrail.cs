using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Audit;

/// <summary>Writes the trail. An entry is committed before what it tells of begins: what cannot be written down is not done.</summary>
public sealed class AuditTrail(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    public async Task WriteAsync(
        string hipId, string who, string whoName, AuditAction what, int count, string? detail = null, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Add(db, hipId, who, whoName, what, count, detail);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>In the caller's commit: the entry is there exactly when what it tells of is.</summary>
    public void Add(PortalDb db, string hipId, string who, string whoName, AuditAction what, int count, string? detail = null) =>
        db.Add(new AuditEntry { Id = Guid.CreateVersion7(), HipId = hipId, At = clock.Utc(), Who = who, WhoName = whoName, What = what, Count = count, Detail = detail });
}

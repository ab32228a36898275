using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Data;

/// <summary>Makes the store ready before anything else starts: one process a SQLite file, write-ahead log, migrations.</summary>
public sealed class PortalStore(IDbContextFactory<PortalDb> databases, StoreFile file)
{
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (file.IsUsed) await file.TakeAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        file.Installed();
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Data;

/// <summary>Makes the store ready before anything else starts: one process a SQLite file, write-ahead log, migrations.</summary>
public sealed class PortalStore(IDbContextFactory<PortalDb> databases, DatabaseSettings settings) : IDisposable
{
    private FileStream? _only;

    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (settings.Provider == DatabaseProvider.Sqlite) await PrepareFileAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public void Dispose() => _only?.Dispose();

    private async Task PrepareFileAsync(CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            // Leases left by a killed process are released at the start; that is only safe when no second one lives.
            // The lock goes with its process, however that ends.
            _only = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem)
        {
            throw new InvalidOperationException($"Another portal uses {file}. Stop it, or give this one its own ConnectionStrings:Portal.", problem);
        }

        await using var connection = new SqliteConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL;";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using System.Data;
using HrpPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrpPortal.Verify;

/// <summary>
/// The store of a portal that may be running: one moment of it, read without a lock and without the right to write. A portal
/// that commits meanwhile is neither held up nor seen.
/// </summary>
public static class ReadOnlyStore
{
    public static async Task<PortalDb> OpenAsync(DatabaseSettings settings, CancellationToken cancellationToken)
    {
        var own = settings with { ConnectionString = ReadOnly(settings) };
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(own, new WriteTurn(own));
        var db = new PortalDb(options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        await db.Database.OpenConnectionAsync(cancellationToken);
        if (db.Database.GetDbConnection() is StoreConnection sqlite)
        {
            // Deferred: it becomes a reader at its first look, and never asks for the writer's place.
            await db.Database.UseTransactionAsync(sqlite.BeginDeferred(), cancellationToken);
            return db;
        }

        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return db;
    }

    private static string ReadOnly(DatabaseSettings settings) => settings.Provider == DatabaseProvider.Sqlite
        ? new SqliteConnectionStringBuilder(settings.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()
        : new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Options = "-c default_transaction_read_only=on", Pooling = false }.ToString();
}

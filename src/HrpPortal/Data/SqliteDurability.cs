using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace HrpPortal.Data;

/// <summary>
/// Every connection syncs at each commit: with WAL and synchronous=NORMAL a power cut could take back what a clerk or the
/// gateway was already told. Writers wait for each other instead of failing at once; the log is carried over by
/// <see cref="Checkpoints"/> and not by whoever commits. A pooled connection is opened for each
/// query and keeps what it was told: it is told once. Nothing is opened when the file is no longer the one that this portal
/// began with.
/// </summary>
internal sealed class SqliteDurability(StoreFile? file, WriteTurn turn) : DbConnectionInterceptor
{
#if DEBUG
    /// <summary>A test takes the sync away and sees that its power cuts then lose what was acknowledged; a Release build has no way to.</summary>
    private static readonly string Synchronous = Environment.GetEnvironmentVariable("HRP_SYNCHRONOUS") is "NORMAL" ? "NORMAL" : "FULL";
#else
    private const string Synchronous = "FULL";
#endif

    private static readonly string Pragmas = $"PRAGMA synchronous={Synchronous}; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;";

    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

    /// <summary>Of all writers in this process.</summary>
    public WriteTurn Turn => turn;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        file?.Check();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        file?.Check();
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (WasTold(connection)) return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Told(connection);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (WasTold(connection)) return;
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        Told(connection);
    }

    private bool WasTold(DbConnection connection) => _told.TryGetValue(((SqliteConnection)connection).Handle!, out _);

    private void Told(DbConnection connection) => _told.AddOrUpdate(((SqliteConnection)connection).Handle!, this);
}

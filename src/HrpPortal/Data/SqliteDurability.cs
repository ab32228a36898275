using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace HrpPortal.Data;

/// <summary>
/// Every connection syncs at each commit: with WAL and synchronous=NORMAL a power cut could take back what a clerk or the
/// gateway was already told. Writers wait for each other instead of failing at once. A pooled connection is opened for each
/// query and keeps what it was told: it is told once.
/// </summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    public const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

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

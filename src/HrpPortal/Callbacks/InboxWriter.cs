using System.Data;
using System.Data.Common;
using HrpPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>
/// One connection and one prepared statement for all commits of the inbox: opening and preparing anew cost more than the rows.
/// It is used by the inbox's one writer only.
/// </summary>
internal sealed class InboxWriter(IDbContextFactory<PortalDb> databases, WriteTurn turn) : IAsyncDisposable
{
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(4);

    private TimeSpan _usualPatience;
    private PortalDb? _db;
    private InboxInsert? _insert;

    /// <summary>Returns when all of them are on the disk, in one commit: how many were not there before.</summary>
    public async Task<int> WriteAsync(IReadOnlyCollection<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        var isKept = _insert is not null;
        try
        {
            return await CommitAsync(callbacks, cancellationToken);
        }
        catch (DbException problem) when (isKept && problem is not SqliteException)
        {
            // The kept connection may have ended while it was idle; the gateway will not send these again. Inserting twice is harmless.
            await DisposeAsync();
            return await CommitAsync(callbacks, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_insert is not null) await _insert.DisposeAsync();
        if (_db is not null)
        {
            // The next to use this context may take its time.
            if (_db.Database.GetDbConnection() is StoreConnection { State: ConnectionState.Open } sqlite) sqlite.Patience = _usualPatience;
            await _db.DisposeAsync();
        }

        (_insert, _db) = (null, null);
    }

    private async Task<int> CommitAsync(IReadOnlyCollection<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        try
        {
            var (connection, insert) = await OpenAsync(cancellationToken);
            using var mine = await turn.TakeAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var added = 0;
            foreach (var callback in callbacks) added += await insert.RunAsync(transaction, callback, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return added;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task<(DbConnection Connection, InboxInsert Insert)> OpenAsync(CancellationToken cancellationToken)
    {
        _db ??= await databases.CreateDbContextAsync(cancellationToken);
        var connection = _db.Database.GetDbConnection();
        if (_insert is null)
        {
            await _db.Database.OpenConnectionAsync(cancellationToken);

            // A thread of ours waits while another process holds the file: not for longer than those whose callbacks it carries.
            if (connection is StoreConnection sqlite) (_usualPatience, sqlite.Patience) = (sqlite.Patience, MostWait);
            _insert = new InboxInsert(connection);
        }

        return (connection, _insert);
    }
}

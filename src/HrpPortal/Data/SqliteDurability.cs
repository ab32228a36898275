using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HrpPortal.Data;

/// <summary>EF's connections to SQLite are ours, so that every one syncs at each commit (<see cref="StoreSession"/>), and all who write take turns.</summary>
internal sealed class SqliteDurability(WriteTurn turn, KeptConnections kept) : DbConnectionInterceptor
{
    /// <summary>Of all writers in this process.</summary>
    public WriteTurn Turn => turn;

    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new StoreConnection(kept));
}

using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Data;

/// <summary>
/// The one clock by which leases run. Several machines share a PostgreSQL, and their own clocks differ: there it is the
/// database's. A SQLite file has one process, whose clock it is.
/// </summary>
public sealed class LeaseClock(DatabaseSettings database, TimeProvider clock)
{
    public async Task<DateTime> NowAsync(PortalDb db, CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Sqlite) return clock.Utc();
        return (await db.Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken)).ToUniversalTime();
    }
}

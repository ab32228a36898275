using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrpPortal.Data;

/// <summary>What the two engines call the same thing.</summary>
public static class DatabaseErrors
{
    private const int SqliteConstraint = 19;

    /// <summary>Two people were at it at once, and the index had the last word.</summary>
    public static bool BrokeUniqueIndex(this DbUpdateException problem) => problem.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint && sqlite.Message.Contains("UNIQUE", StringComparison.Ordinal),
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };
}

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

    /// <summary>
    /// Somebody else wrote first: read again and decide anew. Two who append to the same rows meet at their key before either
    /// meets the version, because rows are inserted before others are updated.
    /// </summary>
    public static bool IsClash(this DbUpdateException problem) =>
        problem is DbUpdateConcurrencyException || problem.BrokeUniqueIndex()
        || problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}

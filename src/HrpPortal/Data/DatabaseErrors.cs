using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrpPortal.Data;

/// <summary>What the two engines call the same thing.</summary>
public static class DatabaseErrors
{
    private const int SqliteConstraint = 19;

    /// <summary>Busy, locked, read-only, I/O error, damaged, full, cannot be opened, not a database.</summary>
    private static readonly FrozenSet<int> SqliteOutOfReach = FrozenSet.Create(5, 6, 8, 10, 11, 13, 14, 26);

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

    /// <summary>Not this change but the store is in trouble: whatever is tried now fails, and the same may succeed later.</summary>
    public static bool IsStoreOutOfReach(this Exception problem)
    {
        for (var one = problem; one is not null; one = one.InnerException)
        {
            switch (one)
            {
                case SqliteException sqlite when SqliteOutOfReach.Contains(sqlite.SqliteErrorCode):
                case PostgresException { IsTransient: true, SqlState: not (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure) }:
                case NpgsqlException and not PostgresException:
                case StoreGoneException:
                case TimeoutException:
                    return true;
            }
        }

        return false;
    }
}

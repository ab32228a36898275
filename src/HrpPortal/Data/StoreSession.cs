using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace HrpPortal.Data;

/// <summary>
/// One open connection of SQLite with the statements that were prepared on it. It syncs at each commit: with WAL and
/// synchronous=NORMAL a power cut could take back what a clerk or the gateway was already told. Writers wait for each other instead of
/// failing at once; the log is carried over by <see cref="Checkpoints"/> and not by whoever commits.
/// </summary>
internal sealed class StoreSession : IDisposable
{
    /// <summary>Texts; above this all begin anew. What a portal asks is about as many, but for searches.</summary>
    private const int MostStatements = 256;

#if DEBUG
    /// <summary>A test takes the sync away and sees that its power cuts then lose what was acknowledged; a Release build has no way to.</summary>
    private static readonly string Synchronous = Environment.GetEnvironmentVariable("HRP_SYNCHRONOUS") is "NORMAL" ? "NORMAL" : "FULL";
#else
    private const string Synchronous = "FULL";
#endif

    private static readonly string Pragmas = $"PRAGMA synchronous={Synchronous}; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;";

    /// <summary>Of no rows: it makes the connection, and EF tells that the functions which its queries use.</summary>
    private readonly DbContext _maker;
    private readonly Dictionary<string, Stack<SqliteCommand>> _statements = [];
    private int _taken;

    private StoreSession(DbContext maker) => (_maker, Connection) = (maker, (SqliteConnection)maker.Database.GetDbConnection());

    public SqliteConnection Connection { get; }

    /// <summary>Nothing of its last use is left: no statement in somebody's hand, no transaction.</summary>
    public bool IsAsNew => _taken == 0 && raw.sqlite3_get_autocommit(Connection.Handle) != 0;

    public static StoreSession Open(string connectionString)
    {
        var session = new StoreSession(new DbContext(new DbContextOptionsBuilder().UseSqlite(connectionString).Options));
        try
        {
            session.Connection.Open();
            using var command = session.Connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The statement of this text, prepared when it was used before; <see cref="Give"/> it back, or dispose it by <see cref="Drop"/>.</summary>
    public SqliteCommand Take(string text)
    {
        if (!_statements.TryGetValue(text, out var kept) || !kept.TryPop(out var statement))
        {
            statement = Connection.CreateCommand();
            statement.CommandText = text;
        }

        statement.CommandTimeout = Connection.DefaultTimeout;
        _taken++;
        return statement;
    }

    public void Give(SqliteCommand statement)
    {
        _taken--;
        statement.Parameters.Clear();
        statement.Transaction = null;
        if (_statements.TryGetValue(statement.CommandText, out var kept))
        {
            kept.Push(statement);
            return;
        }

        if (_statements.Count == MostStatements) Forget();
        _statements[statement.CommandText] = new Stack<SqliteCommand>([statement]);
    }

    /// <summary>Something went wrong with it: it is not used again.</summary>
    public void Drop(SqliteCommand statement)
    {
        _taken--;
        statement.Dispose();
    }

    public void Dispose()
    {
        Forget();
        _maker.Dispose();
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values.SelectMany(kept => kept)) statement.Dispose();
        _statements.Clear();
    }
}

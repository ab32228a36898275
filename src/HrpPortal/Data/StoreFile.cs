using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HrpPortal.Data;

/// <summary>
/// The SQLite file of this portal: one process, and always the same file. SQLite opens whatever lies under the name, makes a
/// new database where none lies, and mixes the log of the one with the pages of the other; so that is looked at here.
/// </summary>
public sealed class StoreFile(DatabaseSettings settings) : IDisposable
{
    private readonly string _path = settings.Provider == DatabaseProvider.Sqlite ? new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource : "";
    private readonly Lock _gate = new();
    private FileStream? _only;
    private SqliteConnection? _first;
    private FileStream? _log;
    private string? _logBegan;
    private string? _trouble;

    public bool IsUsed => _path.Length > 0;

    private string Log => _path + "-wal";

    /// <summary>Takes the file for this process; says in words what stands in the way.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        Lock();
        if (_only!.Length > 0 && !File.Exists(_path)) throw Missing();
        if (File.Exists(Log) && !File.Exists(_path)) throw Missing();

        // Kept open for as long as the process lives: it knows the file that it opened, whatever lies under the name later.
        _first = new SqliteConnection(new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ToString());
        await _first.OpenAsync(cancellationToken);
        if (raw.sqlite3_db_readonly(_first.Handle, "main") == 1)
            throw new InvalidOperationException($"The database {_path} can be read but not written. Give the portal's user the right to write the file and its folder, then start again.");
        if (await AskAsync("PRAGMA journal_mode=WAL", cancellationToken) is not "wal")
            throw new InvalidOperationException($"{_path} lies where SQLite cannot keep its write-ahead log (a network drive?). Give ConnectionStrings:Portal a place on a local disk.");

        // A process that was killed while it migrated leaves EF's own lock behind, and the next one would wait for it for ever.
        await AskAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await AskAsync("SELECT count(*) FROM sqlite_master", cancellationToken);
        _log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _logBegan = LogNow();

        // The names of the database and of its log are as safe as what is in them; SQLite does not look whether that sync failed.
        DiskSync.FlushFolder(Path.GetDirectoryName(_path)!);
    }

    /// <summary>From now on a missing file is a loss, not a first start.</summary>
    public void Installed()
    {
        if (_only is not { Length: 0 }) return;
        _only.Write("A portal's database lies beside this file; without it the portal does not start anew by itself.\n"u8);
        DiskSync.Flush(_only);
    }

    /// <summary>Throws when the file is not the one any more; from then on always.</summary>
    public void Check()
    {
        if (_first is null) return;
        lock (_gate)
        {
            _trouble ??= Look();
            if (_trouble is not null) throw new StoreGoneException(_path, _trouble);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _first?.Dispose();
            _first = null;
            _log?.Dispose();
        }

        _only?.Dispose();
    }

    internal bool IsOf(StoreGoneException problem) => problem.File == _path;

    /// <summary>The disk did not keep what it was given: nothing more is written, for this process cannot know what is there.</summary>
    internal string Distrust() => _trouble ??= "The disk failed to write. What is on it can only be told by reading it afresh: the portal stops, start it again when the disk is well.";

    private string? Look()
    {
        var moved = 0;
        if (sqlite3_file_control(_first!.Handle!, "main", HasMoved, ref moved) == 0 && moved != 0)
        {
            return File.Exists(_path)
                ? $"The database {_path} was replaced while the portal ran. The portal stops, so that the two are not mixed. If the new file is a backup that you put back, delete {_path}-wal and {_path}-shm, which belong to the old one, and start again."
                : $"The database {_path} was deleted or moved while the portal ran. The portal stops. Put the file back, or a backup of it, and start again.";
        }

        // A connection that is opened after the log was deleted begins another under its name.
        if (File.Exists(Log) && LogNow() == _logBegan) return null;

        // Its pages are still ours as long as it is open: into the database with them, before the last handle goes.
        using var save = _first.CreateCommand();
        save.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        save.ExecuteNonQuery();
        return $"{Log} was deleted or replaced while the portal ran. What it held was saved into the database; the portal stops. Start it again.";
    }

    /// <summary>Where the log that this process began with lies now, as Linux tells it of an open file; elsewhere nothing.</summary>
    private string? LogNow() => new FileInfo($"/proc/self/fd/{_log!.SafeFileHandle.DangerousGetHandle()}").LinkTarget;

    private void Lock()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

            // Leases left by a killed process are released at the start; that is only safe when no second one lives.
            // The lock goes with its process, however that ends.
            _only = new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new InvalidOperationException($"The portal may not write in the folder of {_path}. Give its user the right to, then start again.", problem);
        }
        catch (IOException problem)
        {
            throw new InvalidOperationException($"Another portal uses {_path}. Stop it, or give this one its own ConnectionStrings:Portal.", problem);
        }
    }

    private InvalidOperationException Missing() => new(
        $"The database {_path} is missing, and a portal has used it before. Put it back, or a backup of it. To begin anew with an empty one, delete {_path}.lock and {_path}-wal first.");

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _first!.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>SQLITE_FCNTL_HAS_MOVED: does the name still lead to the file that this connection opened?</summary>
    private const int HasMoved = 20;

#pragma warning disable SYSLIB1054, CA2101 // One call of SQLite's that its wrapper lacks; generated code for it would need unsafe blocks.
    [DllImport("e_sqlite3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_file_control(sqlite3 db, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, ref int answer);
#pragma warning restore SYSLIB1054, CA2101
}

/// <summary>The file under the portal is not the one it works with: nothing can be read or written any more.</summary>
public sealed class StoreGoneException(string file, string message) : Exception(message)
{
    public string File { get; } = file;
}

using HrpPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>Where the spill files lie. Their names begin with the time, so that the oldest comes first.</summary>
public sealed class SpillFolder(IOptions<CallbackOptions> options, DatabaseSettings database, IHostEnvironment environment)
{
    private const string Ending = ".spill";

    private readonly string _path = Place(options.Value, database, environment.ContentRootPath);

    /// <summary>Those that wait to be taken into the store.</summary>
    public IReadOnlyList<string> Waiting() =>
        Directory.Exists(_path) ? [.. Directory.EnumerateFiles(_path, "*" + Ending).Order(StringComparer.Ordinal)] : [];

    /// <summary>What all of it takes on the disk, files that were set aside too.</summary>
    public long Bytes() => Directory.Exists(_path) ? new DirectoryInfo(_path).EnumerateFiles().Sum(file => file.Length) : 0;

    public SpillFile Begin(DateTimeOffset now)
    {
        if (!Directory.Exists(_path))
        {
            Directory.CreateDirectory(_path);
            DiskSync.FlushFolder(Path.GetDirectoryName(_path)!);
        }

        return SpillFile.Begin(Path.Combine(_path, Guid.CreateVersion7(now).ToString("N") + Ending));
    }

    /// <summary>Kept for a person to look at; nothing that the portal cannot read is thrown away.</summary>
    public static string SetAside(string file)
    {
        var aside = Path.ChangeExtension(file, ".unread");
        File.Move(file, aside, overwrite: true);
        return aside;
    }

    private static string Place(CallbackOptions options, DatabaseSettings database, string contentRoot)
    {
        if (options.SpillFolder.Length > 0) return Path.GetFullPath(options.SpillFolder, contentRoot);
        var beside = database.Provider == DatabaseProvider.Sqlite
            ? Path.GetDirectoryName(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource)
            : null;
        return Path.Combine(beside ?? Path.Combine(contentRoot, "data"), "spill");
    }
}

using HrpPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Kill;

/// <summary>
/// A dead portal's SQLite files in a folder of their own. To read the originals would be to recover them, and that is the
/// next portal's work.
/// </summary>
internal sealed class StoreCopy : IDisposable
{
    public const string Name = "portal.db";

    private StoreCopy(string folder) => Folder = folder;

    public string Folder { get; }

    private string Connection => new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, Name), Pooling = false }.ToString();

    public static StoreCopy Empty() => new(Directory.CreateTempSubdirectory("hrp_copy_").FullName);

    /// <summary>Without -shm, which is rebuilt; with whatever else lies there (the spill).</summary>
    public static StoreCopy Of(string folder)
    {
        var copy = Empty();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy.Folder, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public PortalDb Open() => Open(Connection);

    /// <summary>What lies in the folder goes, this comes in its place.</summary>
    public void PutInto(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))) File.Delete(file);
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public static PortalDb Open(string connection)
    {
        var settings = new DatabaseSettings(DatabaseProvider.Sqlite, connection);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings, new WriteTurn(settings));
        return new PortalDb(options.Options);
    }

    /// <summary>SQLite's own opinion: "ok", or what is broken.</summary>
    public Task<string> IntegrityAsync() => IntegrityAsync(Connection);

    public static async Task<string> IntegrityAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

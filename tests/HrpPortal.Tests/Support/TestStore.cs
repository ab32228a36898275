using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrpPortal.Tests.Support;

public enum TestEngine { Sqlite, PostgreSql }

/// <summary>A store of a test's own: a file that goes with it, or a database on the server that the test run started.</summary>
public sealed class TestStore : IAsyncDisposable
{
    /// <summary>Set by tests/run to a server that may be filled and emptied at will.</summary>
    public const string ServerVariable = "HRP_TEST_POSTGRES";

    private readonly TestEngine _engine;
    private readonly string _name = $"hrp_test_{Guid.NewGuid():N}";

    private readonly string? _server;

    private TestStore(TestEngine engine, string? server) => (_engine, _server) = (engine, server);

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Database:Provider"] = _engine.ToString(),
        ["ConnectionStrings:Portal"] = ConnectionString,
        ["Callbacks:SpillFolder"] = SpillFolder,
    };

    /// <summary>Where the portals of this store keep callbacks when they cannot reach it.</summary>
    public string SpillFolder => Path.Combine(Folder, "spill");

    public string ConnectionString => _engine == TestEngine.Sqlite
        ? $"Data Source={Path.Combine(Folder, "portal.db")}"
        : new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 30 }.ToString();

    public DatabaseProvider Provider => _engine == TestEngine.Sqlite ? DatabaseProvider.Sqlite : DatabaseProvider.PostgreSql;

    private string Folder => Path.Combine(Path.GetTempPath(), _name);

    private string Server => _server ?? Environment.GetEnvironmentVariable(ServerVariable)
        ?? throw new InvalidOperationException($"{ServerVariable} is not set: run the tests by tests/run, which starts a PostgreSQL of its own.");

    /// <param name="engine">Which of the two.</param>
    /// <param name="server">A PostgreSQL of the test's own; null: the run's.</param>
    public static async Task<TestStore> CreateAsync(TestEngine engine, string? server = null)
    {
        var store = new TestStore(engine, server);
        if (engine == TestEngine.Sqlite) Directory.CreateDirectory(store.Folder);
        else await store.RunAsync($"CREATE DATABASE {store._name}");
        return store;
    }

    /// <summary>The store as it lies, without a portal.</summary>
    public PortalDb Open()
    {
        var settings = new DatabaseSettings(Provider, ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings, new WriteTurn(settings));
        return new PortalDb(options.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine == TestEngine.PostgreSql)
        {
            NpgsqlConnection.ClearAllPools();
            await RunAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

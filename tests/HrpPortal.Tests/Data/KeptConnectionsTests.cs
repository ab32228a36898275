using System.Data;
using System.Data.Common;
using HrpPortal.Data;
using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Tests.Data;

/// <summary>A connection of SQLite that is used again is as good as a new one, and so is each of its statements.</summary>
public sealed class KeptConnectionsTests : IAsyncLifetime, IDisposable
{
    private TestStore _store = null!;
    private KeptConnections _kept = null!;

    public async Task InitializeAsync()
    {
        _store = await TestStore.CreateAsync(TestEngine.Sqlite);
        _kept = new KeptConnections(new DatabaseSettings(_store.Provider, _store.ConnectionString), most: 4);
        Execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
    }

    public async Task DisposeAsync()
    {
        Dispose();
        await _store.DisposeAsync();
    }

    public void Dispose() => _kept.Dispose();

    [Fact]
    public void A_statement_that_is_used_again_has_the_values_of_each_use()
    {
        for (var i = 1; i <= 20; i++) Execute("INSERT INTO thing (id, name) VALUES (@id, @name)", ("@id", i), ("@name", $"thing {i}"));
        for (var i = 20; i >= 1; i--) Assert.Equal($"thing {i}", Ask("SELECT name FROM thing WHERE id = @id", ("@id", i)));
        Assert.Equal(20L, Ask("SELECT count(*) FROM thing"));
    }

    [Fact]
    public void One_command_is_executed_again_with_other_values()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO thing (name) VALUES (@name)";
        var name = command.CreateParameter();
        name.ParameterName = "@name";
        command.Parameters.Add(name);
        foreach (var value in (string[])["a", "b", "c"])
        {
            name.Value = value;
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        Assert.Equal(3L, Ask("SELECT count(DISTINCT name) FROM thing"));
    }

    [Fact]
    public void A_command_is_filled_before_its_connection_is_opened()
    {
        using var connection = Connection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT @value";
        Add(command, "@value", 7L);
        Assert.ThrowsAny<InvalidOperationException>(() => command.ExecuteScalar());
        connection.Open();
        Assert.Equal(7L, command.ExecuteScalar());
    }

    [Fact]
    public void What_broke_once_goes_through_the_next_time()
    {
        Execute("INSERT INTO thing (id, name) VALUES (@id, @name)", ("@id", 1), ("@name", "one"));
        Assert.Throws<SqliteException>(() => Execute("INSERT INTO thing (id, name) VALUES (@id, @name)", ("@id", 2), ("@name", "one")));
        Assert.Equal(1, Execute("INSERT INTO thing (id, name) VALUES (@id, @name)", ("@id", 2), ("@name", "two")));
    }

    [Fact]
    public void A_prepared_statement_sees_what_another_changed_in_the_tables()
    {
        Assert.Equal(0L, Ask("SELECT count(*) FROM thing"));
        using (var other = new SqliteConnection(_store.ConnectionString))
        {
            other.Open();
            using var change = other.CreateCommand();
            change.CommandText = "DROP TABLE thing; CREATE TABLE thing (more TEXT, id INTEGER PRIMARY KEY, name TEXT); INSERT INTO thing (name) VALUES ('new')";
            change.ExecuteNonQuery();
        }

        Assert.Equal(1L, Ask("SELECT count(*) FROM thing"));
    }

    [Fact, Trait("Row", "I1")]
    public void A_transaction_that_was_left_open_is_gone_with_its_connection()
    {
        var connection = Open();
        var transaction = connection.BeginTransaction();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "INSERT INTO thing (name) VALUES ('never committed')";
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        connection.Close();
        Assert.Equal(0L, Ask("SELECT count(*) FROM thing"));
        Assert.Equal(1, Execute("INSERT INTO thing (name) VALUES ('a writer is held up by nobody')"));
    }

    [Fact]
    public void A_reader_that_was_left_open_holds_nobody_up()
    {
        for (var i = 0; i < 5; i++) Execute("INSERT INTO thing (name) VALUES (@name)", ("@name", $"{i}"));
        var connection = Open();
        var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM thing";
        var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        connection.Close();
        Assert.Equal(5L, Ask("SELECT count(*) FROM thing"));
        Assert.Equal("ok", Ask("PRAGMA integrity_check"));
        command.Dispose();
    }

    [Fact]
    public void Many_texts_push_out_none_that_is_in_use()
    {
        using var connection = Open();
        using var held = connection.CreateCommand();
        held.CommandText = "SELECT 'held'";
        using var reader = held.ExecuteReader();
        for (var i = 0; i < 600; i++)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {i}";
            Assert.Equal((long)i, command.ExecuteScalar());
        }

        Assert.True(reader.Read());
        Assert.Equal("held", reader.GetString(0));
    }

    [Fact]
    public async Task As_many_as_ask_at_once_each_have_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(lane => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) Assert.Equal((long)(lane * i), Ask("SELECT @a * @b", ("@a", lane), ("@b", i)));
        })));
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private StoreConnection Connection() => new(_kept);

    private StoreConnection Open()
    {
        var connection = Connection();
        connection.Open();
        Assert.Equal(ConnectionState.Open, connection.State);
        return connection;
    }

    private int Execute(string text, params (string Name, object Value)[] values) => Run(text, values, command => command.ExecuteNonQuery());

    private object? Ask(string text, params (string Name, object Value)[] values) => Run(text, values, command => command.ExecuteScalar());

    private T Run<T>(string text, (string Name, object Value)[] values, Func<DbCommand, T> run)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values) Add(command, name, value);
        return run(command);
    }
}

using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Data;

/// <summary>What EF fills and executes: the statement of its text is taken when it is executed, and given back prepared.</summary>
internal sealed class StoreCommand(StoreConnection connection) : DbCommand
{
    /// <summary>Of no connection: EF fills a command before it opens the connection.</summary>
    private readonly SqliteCommand _filled = new();
    private StoreSession? _session;
    private SqliteCommand? _statement;
    private SqliteDataReader? _reader;
    private int? _timeout;
    private bool _isBroken;

    [AllowNull]
    public override string CommandText
    {
        get => _filled.CommandText;
        set
        {
            Release();
            _filled.CommandText = value;
        }
    }

    /// <summary>Seconds; the connection's <see cref="StoreConnection.Patience"/> until it is set.</summary>
    public override int CommandTimeout
    {
        get => _timeout ?? (int)connection.Patience.TotalSeconds;
        set => _timeout = value;
    }

    public override CommandType CommandType
    {
        get => _filled.CommandType;
        set => _filled.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException();
    }

    protected override DbParameterCollection DbParameterCollection => _filled.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>SQLite's commands cannot be.</summary>
    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery() => Run(statement => statement.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(statement => statement.ExecuteScalar());

    /// <summary>The first use prepares it, and it stays so.</summary>
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => _reader = Run(statement => statement.ExecuteReader(behavior));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            _filled.Dispose();
        }

        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> run)
    {
        _session ??= connection.Session;
        _statement ??= _session.Take(CommandText);
        if (_timeout is { } timeout) _statement.CommandTimeout = timeout;
        _statement.Transaction = (DbTransaction as StoreTransaction)?.Real;
        _statement.Parameters.Clear();
        foreach (SqliteParameter parameter in _filled.Parameters) _statement.Parameters.Add(parameter);
        try
        {
            return run(_statement);
        }
        catch
        {
            _isBroken = true;
            throw;
        }
    }

    private void Release()
    {
        if (_statement is null) return;
        if (_isBroken || _reader is { IsClosed: false }) _session!.Drop(_statement);
        else _session!.Give(_statement);
        (_session, _statement, _reader, _isBroken) = (null, null, null, false);
    }
}

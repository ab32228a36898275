using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Data;

/// <summary>What EF opens and closes around each query: a <see cref="StoreSession"/> that was open before, and stays open.</summary>
internal sealed class StoreConnection(KeptConnections kept) : DbConnection
{
    private StoreSession? _session;

    /// <summary>The string that was given is the store's for good.</summary>
    [AllowNull]
    public override string ConnectionString
    {
        get => kept.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => "main";

    public override string DataSource => new SqliteConnectionStringBuilder(ConnectionString).DataSource;

    public override string ServerVersion => SQLitePCL.raw.sqlite3_libversion().utf8_to_string();

    public override ConnectionState State => _session is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <summary>Open only.</summary>
    public StoreSession Session => _session ?? throw new InvalidOperationException("The connection is not open.");

    /// <summary>Open only: how long its statements wait, with a thread in the hand, while another process holds the file; whole seconds.</summary>
    public TimeSpan Patience
    {
        get => TimeSpan.FromSeconds(Session.Connection.DefaultTimeout);
        set => Session.Connection.DefaultTimeout = (int)value.TotalSeconds;
    }

    public override void Open() => _session ??= kept.Take();

    public override void Close()
    {
        if (_session is not { } session) return;
        _session = null;
        kept.Give(session);
    }

    /// <summary>A reader until it writes.</summary>
    public DbTransaction BeginDeferred() => new StoreTransaction(this, Session.Connection.BeginTransaction(deferred: true));

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new StoreTransaction(this, Session.Connection.BeginTransaction(isolationLevel));

    protected override DbCommand CreateDbCommand() => new StoreCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}

internal sealed class StoreTransaction(StoreConnection connection, SqliteTransaction real) : DbTransaction
{
    public SqliteTransaction Real => real;

    public override IsolationLevel IsolationLevel => real.IsolationLevel;

    public override bool SupportsSavepoints => true;

    protected override DbConnection? DbConnection => real.Connection is null ? null : connection;

    public override void Commit() => real.Commit();

    public override void Rollback() => real.Rollback();

    public override void Save(string savepointName) => real.Save(savepointName);

    public override void Rollback(string savepointName) => real.Rollback(savepointName);

    public override void Release(string savepointName) => real.Release(savepointName);

    protected override void Dispose(bool disposing)
    {
        if (disposing) real.Dispose();
        base.Dispose(disposing);
    }
}

namespace HrpPortal.Data;

/// <summary>
/// SQLite has one writer at a time, and a writer that finds it busy sleeps with a thread in its hand. Within this process
/// writers queue here instead, without a thread; another process is still met by busy_timeout. PostgreSQL needs no turns.
/// Nobody gets a turn when the file is no longer the one that this portal began with.
/// </summary>
public sealed class WriteTurn(DatabaseSettings database, StoreFile? file = null) : IDisposable
{
    private readonly SemaphoreSlim? _turn = database.Provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Dispose what comes back when the commit is through, or has failed.</summary>
    public async ValueTask<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (_turn is null) return null;
        file?.Check();
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

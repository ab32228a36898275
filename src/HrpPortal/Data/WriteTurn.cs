namespace HrpPortal.Data;

/// <summary>
/// SQLite has one writer at a time, and a writer that finds it busy sleeps with a thread in its hand. Within this process
/// writers queue here instead, without a thread; another process is still met by busy_timeout. PostgreSQL needs no turns.
/// People and the gateway's callbacks go first: of all that works off what is kept, one at a time stands in the queue.
/// Nobody gets a turn when the file is no longer the one that this portal began with.
/// </summary>
public sealed class WriteTurn(DatabaseSettings database, StoreFile? file = null) : IDisposable
{
    private readonly SemaphoreSlim? _turn = database.Provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    private readonly SemaphoreSlim? _last = database.Provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;
    private readonly AsyncLocal<bool> _isPatient = new();

    /// <summary>From here on, the caller and all that it starts let others go first: nobody waits for them.</summary>
    public void LetOthersGoFirst() => _isPatient.Value = true;

    /// <summary>Whether the caller said so.</summary>
    public bool LetsOthersGoFirst => _isPatient.Value;

    /// <summary>Dispose what comes back when the commit is through, or has failed.</summary>
    public async ValueTask<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (_turn is null || _last is null) return null;
        file?.Check();
        if (!_isPatient.Value)
        {
            await _turn.WaitAsync(cancellationToken);
            return new Turn(_turn);
        }

        await _last.WaitAsync(cancellationToken);
        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        finally
        {
            _last.Release();
        }

        return new Turn(_turn);
    }

    public void Dispose()
    {
        _turn?.Dispose();
        _last?.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

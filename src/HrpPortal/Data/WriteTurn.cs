using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HrpPortal.Data;

/// <summary>
/// SQLite has one writer at a time, and a writer that finds it busy sleeps with a thread in its hand. Within this process
/// writers queue here instead, without a thread; another process is still met by busy_timeout.
/// </summary>
public sealed class WriteTurn : SaveChangesInterceptor, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>For writers that do not go through a context (the inbox's group commit).</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        _turn.Release();
        return ValueTask.FromResult(result);
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        _turn.Release();
        return Task.CompletedTask;
    }

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        _turn.Release();
        return Task.CompletedTask;
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        _turn.Wait();
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        _turn.Release();
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => _turn.Release();

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

using System.Collections.Concurrent;
using HrpPortal.Data;

namespace HrpPortal.Outbox;

/// <summary>
/// Changes that nobody looks at and waits for, of senders and of what is worked off: those that come together share one look and one
/// commit. One commit of a kind is made at a time, and whoever waited for it takes all that came meanwhile along.
/// </summary>
public abstract partial class OutboxedStore<T>
{
    private const int MostTogether = 32;

    private readonly ConcurrentQueue<OutboxChange<T>> _waiting = [];
    private readonly SemaphoreSlim _turnOfKind = new(1, 1);

    private async Task<TResult> ChangeTogetherAsync<TResult>(
        Guid id, Func<PortalDb, T, Task<TResult>> change, OutboxLease? lease, CancellationToken cancellationToken)
    {
        var mine = new OutboxChange<T, TResult>(id, lease, change, () => ChangeAloneAsync(id, change, lease, cancellationToken));
        _waiting.Enqueue(mine);
        await _turnOfKind.WaitAsync(cancellationToken);
        try
        {
            while (!mine.IsTaken) await MakeAsync(Waiting(), cancellationToken);
        }
        finally
        {
            _turnOfKind.Release();
        }

        return await mine.Made;
    }

    private List<OutboxChange<T>> Waiting()
    {
        var changes = new List<OutboxChange<T>>();
        while (changes.Count < MostTogether && _waiting.TryDequeue(out var one))
        {
            one.IsTaken = true;
            changes.Add(one);
        }

        return changes;
    }

    private async Task MakeAsync(List<OutboxChange<T>> changes, CancellationToken cancellationToken)
    {
        var alone = changes;
        try
        {
            if (changes.Count > 1) alone = await CommitAsync(changes, cancellationToken);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // One breaks, or somebody else was quicker, and nothing of this commit was changed: made alone, each meets its own trouble.
        }

        await Task.WhenAll(alone.Select(one => one.MakeAloneAsync()));
    }

    /// <returns>Those that had to stay apart: two of one address may want the same permission.</returns>
    private async Task<List<OutboxChange<T>>> CommitAsync(List<OutboxChange<T>> changes, CancellationToken cancellationToken)
    {
        var (made, apart) = (new List<OutboxChange<T>>(), new List<OutboxChange<T>>());
        await CommitAsync(changes.ConvertAll(one => one.Id), MakeAllAsync, cancellationToken);
        foreach (var one in made) one.IsSaved();
        return apart;

        async Task<IReadOnlyCollection<T>> MakeAllAsync(PortalDb db, IReadOnlyDictionary<Guid, OutboxMessage> rows, IReadOnlyDictionary<Guid, T> subjects)
        {
            var (keys, changed) = (new HashSet<string>(), new List<T>());
            foreach (var one in changes)
            {
                if (!subjects.TryGetValue(one.Id, out var subject) || !keys.Add(subject.OutboxKey) || !Holds(one.Lease, rows.GetValueOrDefault(one.Id)))
                {
                    apart.Add(one);
                    continue;
                }

                var before = subject.Version;
                await one.MakeAsync(db, subject);
                made.Add(one);
                if (one.Lease is not null || subject.Version != before) changed.Add(subject);
            }

            return changed;
        }
    }
}

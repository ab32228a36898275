using HrpPortal.Data;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Outbox;

/// <summary>
/// The one place that saves a subject of the outbox: its state, what follows from it and its outbox row are ONE commit.
/// When somebody else changed the subject meanwhile, the change is made again on what they wrote.
/// </summary>
public abstract partial class OutboxedStore<T>(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CrashPoints crash, TimeProvider clock)
    : IDisposable
    where T : class, IOutboxed
{
    private const int MostTries = 10;

    protected abstract string Kind { get; }

    /// <summary>The subjects with all that belongs to them.</summary>
    protected abstract IQueryable<T> Whole(PortalDb db);

    /// <summary>What follows from the subjects' new states for other rows: in the same commit, and harmless when done again.</summary>
    protected virtual Task ConcludeAsync(PortalDb db, IReadOnlyCollection<T> subjects, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Changes one subject; <paramref name="lease"/> is checked in the same commit when a sender begins.</summary>
    public Task<TResult> ChangeAsync<TResult>(
        Guid id, Func<PortalDb, T, Task<TResult>> change, OutboxLease? lease = null, CancellationToken cancellationToken = default) =>
        turn.LetsOthersGoFirst ? ChangeTogetherAsync(id, change, lease, cancellationToken) : ChangeAloneAsync(id, change, lease, cancellationToken);

    private async Task<TResult> ChangeAloneAsync<TResult>(
        Guid id, Func<PortalDb, T, Task<TResult>> change, OutboxLease? lease, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);

            // Read before the subject: who ends a wait touches this row, and then our save fails and we look again.
            var row = await db.Set<OutboxMessage>().SingleOrDefaultAsync(message => message.Kind == Kind && message.SubjectId == id, cancellationToken);
            var subject = await Whole(db).SingleOrDefaultAsync(one => one.Id == id, cancellationToken)
                ?? throw new InvalidOperationException($"There is no {Kind} {id}.");
            if (!Holds(lease, row)) throw new LeaseLostException();

            var result = await change(db, subject);
            if (lease is null && !db.ChangeTracker.HasChanges()) return result;

            await ConcludeAsync(db, [subject], cancellationToken);
            Follow(db, subject, row);
            try
            {
                if (await db.SaveChangesAsync(cancellationToken) > 0) Announce(subject);
            }
            catch (DbUpdateException problem) when (attempt < MostTries && problem.IsClash())
            {
                continue;
            }

            return result;
        }
    }

    /// <summary>
    /// Changes many subjects in one commit. <paramref name="change"/> says which of them it changed. When it or the commit fails,
    /// nothing was changed: whoever asked may ask again for fewer.
    /// </summary>
    public async Task ChangeManyAsync(
        IReadOnlyCollection<Guid> ids, Func<PortalDb, IReadOnlyDictionary<Guid, T>, Task<IReadOnlyCollection<T>>> change, CancellationToken cancellationToken)
    {
        var waits = turn.LetsOthersGoFirst;
        if (waits) await _turnOfKind.WaitAsync(cancellationToken);
        try
        {
            await CommitAsync(ids, (db, _, subjects) => change(db, subjects), cancellationToken);
        }
        finally
        {
            if (waits) _turnOfKind.Release();
        }
    }

    private async Task CommitAsync(
        IReadOnlyCollection<Guid> ids,
        Func<PortalDb, IReadOnlyDictionary<Guid, OutboxMessage>, IReadOnlyDictionary<Guid, T>, Task<IReadOnlyCollection<T>>> change,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await db.Set<OutboxMessage>().Where(message => message.Kind == Kind && ids.Contains(message.SubjectId))
                .ToDictionaryAsync(message => message.SubjectId, cancellationToken);
            var changed = await change(db, rows, await Whole(db).Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, cancellationToken));

            await ConcludeAsync(db, changed, cancellationToken);
            foreach (var subject in changed) Follow(db, subject, rows.GetValueOrDefault(subject.Id));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException problem) when (ids.Count == 1 && attempt < MostTries && problem.IsClash())
            {
                continue;
            }

            foreach (var subject in changed) Announce(subject);
            return;
        }
    }

    public void Dispose()
    {
        _turnOfKind.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds new subjects with whatever else <paramref name="db"/> holds, in one commit.</summary>
    protected async Task AddAsync(PortalDb db, IReadOnlyCollection<T> subjects, CancellationToken cancellationToken)
    {
        foreach (var subject in subjects) Add(db, subject);
        await db.SaveChangesAsync(cancellationToken);
        crash.Reach(CrashPoint.AfterSubmit);
        foreach (var subject in subjects) Announce(subject);
    }

    /// <summary>A new subject in somebody else's commit.</summary>
    protected void AddTo(PortalDb db, T subject)
    {
        Add(db, subject);
        db.SavedChanges += Tell;

        void Tell(object? sender, SavedChangesEventArgs saved)
        {
            db.SavedChanges -= Tell;
            Announce(subject);
        }
    }

    private void Add(PortalDb db, T subject)
    {
        db.Add(subject);
        Follow(db, subject, row: null);
    }

    private static bool Holds(OutboxLease? lease, OutboxMessage? row) => lease is null || (row?.LeaseOwner == lease.Owner && row.LeaseUntil == lease.Until);

    private void Follow(PortalDb db, T subject, OutboxMessage? row)
    {
        if (subject.Wish is OutboxWish.None)
        {
            if (row is not null) db.Remove(row);
            return;
        }

        if (row is null)
        {
            row = new OutboxMessage { Kind = Kind, SubjectId = subject.Id, Key = subject.OutboxKey, CreatedAt = clock.Utc() };
            db.Add(row);
        }

        row.Version++;
        row.Key = subject.OutboxKey;
        if (subject.Wish is OutboxWish.InHand) return;

        (row.LeaseOwner, row.LeaseUntil, row.Failures) = (null, null, 0);
        row.ParkedReason = (subject.Wish as OutboxWish.Parked)?.Reason;
        if (subject.Wish is OutboxWish.Due due) row.DueAt = due.At;
    }

    private void Announce(T subject)
    {
        crash.Reach(CrashPoint.BeforePush);
        if (subject.Wish is OutboxWish.Due) signal.Wake();
        foreach (var topic in subject.LiveTopics) live.Publish(new LiveChange(topic, subject.Id, subject.LiveState));
    }
}

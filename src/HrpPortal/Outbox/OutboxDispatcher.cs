using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Outbox;

/// <summary>
/// Leases what is due and hands it to the sender of its kind. It outlives every request and every page; after a crash the
/// lease runs out and the sender starts over from what was committed. One broken message never stops the others.
/// </summary>
public sealed partial class OutboxDispatcher(
    IDbContextFactory<PortalDb> databases, IEnumerable<IOutboxSender> senders, OutboxSignal signal, TimeProvider clock, LeaseClock leaseClock,
    WriteTurn turn, DatabaseSettings database, IOptions<OutboxOptions> options, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private readonly Dictionary<string, IOutboxSender> _senders = senders.ToDictionary(sender => sender.Kind);
    private readonly SemaphoreSlim _free = new(options.Value.Parallel);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    public override void Dispose()
    {
        _free.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        turn.LetOthersGoFirst();
        await ReleaseLeftLeasesAsync(stoppingToken);
        var running = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                running.RemoveAll(task => task.IsCompleted);
                var leases = await LeaseAsync(_free.CurrentCount, stoppingToken);
                foreach (var lease in leases)
                {
                    await _free.WaitAsync(stoppingToken);
                    running.Add(Task.Run(() => RunAsync(lease, stoppingToken), stoppingToken));
                }

                if (leases.Count == 0) await signal.WaitAsync(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // The store is out of reach or busy: nothing was taken, so look again.
                Log.LookFailed(log, problem);
                await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A SQLite file has one process (PortalStore holds its lock), so whatever is leased at the start was left by a dead one.</summary>
    private async Task ReleaseLeftLeasesAsync(CancellationToken cancellationToken)
    {
        if (database.Provider != DatabaseProvider.Sqlite) return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<OutboxMessage>().Where(message => message.LeaseUntil != null).ExecuteUpdateAsync(
            set => set.SetProperty(message => message.LeaseUntil, (DateTime?)null)
                .SetProperty(message => message.LeaseOwner, (string?)null)
                .SetProperty(message => message.Version, message => message.Version + 1),
            cancellationToken);
    }

    private async Task<List<OutboxLease>> LeaseAsync(int most, CancellationToken cancellationToken)
    {
        if (most == 0) return [];
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var leaseNow = await leaseClock.NowAsync(db, cancellationToken);
        var until = leaseNow.AddSeconds(options.Value.LeaseSeconds);
        var due = await db.Set<OutboxMessage>()
            .Where(message => message.DueAt <= now && message.ParkedReason == null && (message.LeaseUntil == null || message.LeaseUntil < leaseNow))
            .OrderBy(message => message.DueAt).Take(most).ToListAsync(cancellationToken);

        foreach (var message in due)
        {
            (message.LeaseOwner, message.LeaseUntil) = (_owner, until);
            message.Version++;
        }

        while (due.Count > 0)
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                break;
            }
            catch (DbUpdateConcurrencyException clash)
            {
                // Another node leased these, or their subjects changed just now: they are looked at again, the others are ours.
                foreach (var entry in clash.Entries)
                {
                    due.Remove((OutboxMessage)entry.Entity);
                    entry.State = EntityState.Detached;
                }
            }
        }

        return due.ConvertAll(message => new OutboxLease(message.Kind, message.SubjectId, _owner, until));
    }

    private async Task RunAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await _senders[lease.Kind].SendAsync(lease, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: the lease runs out, and the next start goes on from what was committed.
        }
        catch (LeaseLostException)
        {
            Log.LeaseLost(log, lease.Kind, lease.SubjectId);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Log.SenderFailed(log, problem, lease.Kind, lease.SubjectId);
            await PutOffAsync(lease);
        }
        finally
        {
            _free.Release();
            signal.Wake();
        }
    }

    /// <summary>Never given up: whatever is broken here is ours to mend, and then it goes on by itself.</summary>
    private async Task PutOffAsync(OutboxLease lease)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            var row = await db.Set<OutboxMessage>().SingleOrDefaultAsync(message => message.Kind == lease.Kind && message.SubjectId == lease.SubjectId);
            if (row is null || row.LeaseOwner != lease.Owner || row.LeaseUntil != lease.Until) return;
            row.Failures++;
            row.DueAt = clock.Utc().AddSeconds(Math.Min(600, 5 * Math.Pow(2, row.Failures)));
            (row.LeaseOwner, row.LeaseUntil) = (null, null);
            row.Version++;
            await db.SaveChangesAsync();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The lease runs out by itself and the message is taken up again.
            Log.SenderFailed(log, problem, lease.Kind, lease.SubjectId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be looked at")]
        public static partial void LookFailed(ILogger log, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on {Kind} {SubjectId} was lost")]
        public static partial void LeaseLost(ILogger log, string kind, Guid subjectId);

        [LoggerMessage(Level = LogLevel.Error, Message = "Sending {Kind} {SubjectId} failed")]
        public static partial void SenderFailed(ILogger log, Exception problem, string kind, Guid subjectId);
    }
}

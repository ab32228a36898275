using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>Makes callbacks take effect, after they were answered: oldest first, and again after a crash.</summary>
public sealed partial class InboxApplier(
    IDbContextFactory<PortalDb> databases, CallbackInbox inbox, InboxEffects effects, InboxSignal signal, WriteTurn turn, CrashPoints crash, TimeProvider clock, ILogger<InboxApplier> log)
    : BackgroundService
{
    private const int BatchSize = 256;

    /// <summary>
    /// So many a second come from no gateway in its right mind (all of India has 280 at its peak): then those who bring them go first, and
    /// they are worked off at 1,000 a second and more.
    /// </summary>
    private const double Storm = 4_000;
    private const int LeastOfAStorm = 16;
    private static readonly TimeSpan StormPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Where several come together more follow at once, and share the next look and commit; whoever comes alone waits for nobody.</summary>
    private const int Several = 8;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        turn.LetOthersGoFirst();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (before, begun) = (inbox.Written, clock.GetTimestamp());
                var found = await ApplyDueAsync(stoppingToken);
                var came = inbox.Written - before;
                if (came >= LeastOfAStorm && came >= Storm * clock.GetElapsedTime(begun).TotalSeconds) await Task.Delay(StormPause, clock, stoppingToken);
                else if (found is >= Several and < BatchSize) await Task.Delay(Gathering, clock, stoppingToken);
                else if (found < BatchSize) await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                Log.LookFailed(log, problem);
                await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> ApplyDueAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        if (due.Count == 0) return 0;
        crash.Reach(CrashPoint.AfterCallbackAnswered);
        await effects.TakeAsync(due, cancellationToken);
        return due.Count;
    }

    private async Task<List<InboxCallback>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<InboxCallback>().AsNoTracking()
            .Where(callback => callback.AppliedAt == null && (callback.RetryAt == null || callback.RetryAt <= now))
            .OrderBy(callback => callback.Id).Take(BatchSize).ToListAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The inbox could not be looked at")]
        public static partial void LookFailed(ILogger log, Exception problem);
    }
}

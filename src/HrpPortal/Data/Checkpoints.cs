using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Data;

/// <summary>
/// Carries SQLite's write-ahead log into the database, once a second while something is written. SQLite would do it by itself,
/// at the cost of whoever commits just then, and would keep a sync that failed there to itself; here it is an exception, and
/// <see cref="StoreWatch"/> ends the process.
/// </summary>
internal sealed partial class Checkpoints(IDbContextFactory<PortalDb> databases, StoreFile file, WriteTurn turn, ILogger<Checkpoints> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!file.IsUsed) return;
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await CarryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last one to close the store carries over what is left.
        }
    }

    /// <summary>In a writer's turn: only when nobody writes meanwhile is all of the log carried over, and begins anew instead of growing.</summary>
    private async Task CarryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            using var mine = await turn.TakeAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
        }
        catch (Exception problem) when (problem.IsStoreOutOfReach())
        {
            // A full disk or a locked file: what is committed lies in the log, and the next second tries again.
            Log.Failed(log, problem);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The write-ahead log could not be carried into the database")]
        public static partial void Failed(ILogger log, Exception problem);
    }
}

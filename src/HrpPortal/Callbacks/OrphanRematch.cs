using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>
/// T21: a callback that nobody here asked for is looked at again at the start and every few minutes, because a restored backup
/// may have brought its request back. Newest first and bounded, so that no flood of strangers keeps it busy.
/// </summary>
public sealed partial class OrphanRematch(
    IDbContextFactory<PortalDb> databases, InboxEffects effects, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<OrphanRematch> log)
    : BackgroundService
{
    public const int MostInALook = 2560;

    private const int BatchSize = 256;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.RematchMinutes), clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                Log.LookFailed(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var since = clock.Utc().AddDays(-options.Value.RematchDays);
        Guid? before = null;
        for (var looked = 0; looked < MostInALook; looked += BatchSize)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var orphans = db.Set<InboxCallback>().AsNoTracking().Where(callback => callback.Outcome != null && callback.Outcome != CallbackOutcome.Applied
                && callback.Outcome == CallbackOutcome.Orphan && callback.ReceivedAt >= since);
            if (before is { } id) orphans = orphans.Where(callback => callback.Id < id);
            var batch = await orphans.OrderByDescending(callback => callback.Id).Take(BatchSize).ToListAsync(cancellationToken);
            if (batch.Count == 0) return;

            before = batch[^1].Id;
            await effects.TakeAsync([.. batch.OrderBy(callback => callback.Id)], cancellationToken);
            if (batch.Count < BatchSize) return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Callbacks that nobody here asked for could not be looked at again")]
        public static partial void LookFailed(ILogger log, Exception problem);
    }
}

namespace HrpPortal.Facilities;

/// <summary>Another node's change of a facility is known here within a few seconds.</summary>
internal sealed partial class FacilityWatch(FacilityDirectory directory, TimeProvider clock, ILogger<FacilityWatch> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Between, clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await directory.ReadAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // The store is away: the facilities stay as they were, and are read again soon.
            Log.NotRead(log, problem);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The facilities could not be read")]
        public static partial void NotRead(ILogger log, Exception problem);
    }
}

using HrpPortal.Facilities;

namespace HrpPortal.Patients;

/// <summary>Reads the words of all names at the start, so that nobody's first search waits for it, and again every ten minutes.</summary>
internal sealed partial class NameWordRefresh(NameWordBook book, FacilityDirectory facilities, TimeProvider clock, ILogger<NameWordRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                foreach (var hipId in book.Facilities.Append(facilities.Current.HipId).Distinct()) await book.ReadAsync(hipId, again: true, stoppingToken);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                // The search reads them itself when it has none; these ones are still good for nearly everything.
                Log.NotRead(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The words of the patients' names could not be read; the search goes on with those it has")]
        public static partial void NotRead(ILogger log, Exception problem);
    }
}

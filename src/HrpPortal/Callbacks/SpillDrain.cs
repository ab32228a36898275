using HrpPortal.Data;

namespace HrpPortal.Callbacks;

/// <summary>
/// Takes spilled callbacks into the inbox as soon as the store answers, also those that an earlier process left. A file goes
/// only when all of it is in the store; taking it in twice changes nothing, because the inbox knows each callback.
/// </summary>
public sealed partial class SpillDrain(
    CallbackSpill spill, SpillFolder folder, SpillSeal seal, CallbackInbox inbox, CallbackKeeper keeper, CallbackCounters counters, TimeProvider clock,
    ILogger<SpillDrain> log) : BackgroundService
{
    private const int BatchSize = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                if (!keeper.IsSpilling && folder.Waiting().Count == 0) continue;
                foreach (var file in spill.Seal()) await DrainAsync(file, stoppingToken);
                keeper.StoreIsBack();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                Log.NotYet(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task DrainAsync(string path, CancellationToken cancellationToken)
    {
        var (taken, unread, batch) = (0, 0, new List<InboxCallback>(BatchSize));
        using (var file = Take(path))
        {
            if (file is null) return;
            while (file.Read() is { } record)
            {
                if (seal.TryOpen(record, out var callback)) batch.Add(callback);
                else unread++;
                if (batch.Count == BatchSize) await FlushAsync();
            }

            await FlushAsync();
            if (file.IsTorn) Log.Torn(log, Path.GetFileName(path));
        }

        counters.Drained(taken);
        Log.Drained(log, taken, Path.GetFileName(path));
        if (unread == 0) File.Delete(path);
        else Log.SetAside(log, unread, Path.GetFileName(SpillFolder.SetAside(path)));

        async Task FlushAsync()
        {
            unread += await WriteAsync(batch, cancellationToken);
            taken += batch.Count;
            batch.Clear();
        }
    }

    /// <summary>Null when another process holds it.</summary>
    private static SpillFile? Take(string path)
    {
        try
        {
            return SpillFile.Open(path);
        }
        catch (IOException)
        {
            // It is written to, or drained, by another process of this machine, which will end that by itself.
            return null;
        }
    }

    /// <returns>How many the store refuses for what they are, not because it is out of reach.</returns>
    private async Task<int> WriteAsync(List<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        if (callbacks.Count == 0) return 0;
        try
        {
            await Task.WhenAll(callbacks.Select(callback => inbox.WriteAsync(callback, StoreWait, clock))).WaitAsync(cancellationToken);
            return 0;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException and not OperationCanceledException and not TimeoutException && !problem.IsStoreOutOfReach())
        {
            if (callbacks.Count == 1) return 1;
            var refused = 0;
            foreach (var one in callbacks) refused += await WriteAsync([one], cancellationToken);
            return refused;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Spilled callbacks cannot be taken into the store yet")]
        public static partial void NotYet(ILogger log, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The end of {File} is torn off: that callback was never acknowledged")]
        public static partial void Torn(ILogger log, string file);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} spilled callbacks of {File} are in the store now")]
        public static partial void Drained(ILogger log, int count, string file);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} records could not be read or are refused by the store; the file is kept as {File}")]
        public static partial void SetAside(ILogger log, int count, string file);
    }
}

using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Data;

/// <summary>
/// Ends the process when its store cannot be trusted any more: the disk failed to sync (it may have dropped what it was given
/// and says yes the next time), or the file under it is another. Whoever meets that first, and whether or not they go on: the
/// next start reads what is really there.
/// </summary>
internal sealed partial class StoreWatch(StoreFile file, IHostApplicationLifetime lifetime, ILogger<StoreWatch> log) : IHostedService
{
    /// <summary>EX_IOERR.</summary>
    private const int ExitCode = 74;

    /// <summary>SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC.</summary>
    private static readonly int[] SyncFailed = [10 | (4 << 8), 10 | (5 << 8)];

    private int _isEnding;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (file.IsUsed) AppDomain.CurrentDomain.FirstChanceException += Look;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        AppDomain.CurrentDomain.FirstChanceException -= Look;
        return Task.CompletedTask;
    }

    private void Look(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        var reason = thrown.Exception switch
        {
            SqliteException sqlite when SyncFailed.Contains(sqlite.SqliteExtendedErrorCode) => file.Distrust(),
            StoreGoneException gone when file.IsOf(gone) => gone.Message,
            _ => null,
        };
        if (reason is null || Interlocked.Exchange(ref _isEnding, 1) == 1) return;
        Environment.ExitCode = ExitCode;
        Log.Ends(log, reason);

        // Not here: whoever threw may hold what the others need in order to stop.
        ThreadPool.QueueUserWorkItem(_ => lifetime.StopApplication());
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The portal stops: {Reason}")]
        public static partial void Ends(ILogger log, string reason);
    }
}

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>Writes callbacks down in the store before they are answered. A repeated one is there already, and is counted only.</summary>
public sealed partial class CallbackInbox(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, InboxSignal signal, CallbackCounters counters, ILogger<CallbackInbox> log)
    : GroupCommit(room: 10_000)
{
    private readonly InboxWriter _writer = new(databases, turn);

    /// <summary>A server that says nothing any more must not hold up those who come when it is back.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    protected override async Task CommitAsync(IReadOnlyList<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            var added = await _writer.WriteAsync(callbacks, limit.Token);
            counters.Received(added, duplicates: callbacks.Count - added);
            signal.Wake();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            Log.CommitFailed(log, problem, callbacks.Count);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using (_writer) await base.ExecuteAsync(stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} callbacks could not be written into the store")]
        public static partial void CommitFailed(ILogger log, Exception problem, int count);
    }
}

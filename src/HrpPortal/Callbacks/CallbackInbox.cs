using System.Threading.Channels;
using HrpPortal.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>
/// Writes callbacks down before they are answered. Those that come together share one commit: the cost of a callback is the
/// disk's sync, and one sync serves them all.
/// </summary>
public sealed partial class CallbackInbox(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, IDataProtectionProvider protection, InboxSignal signal,
    ILogger<CallbackInbox> log) : BackgroundService
{
    private const int MostInACommit = 256;

    private readonly IDataProtector _protector = protection.CreateProtector("callback-inbox.v1");
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });

    public byte[] Close(byte[] body) => _protector.Protect(body);

    public byte[] Open(byte[] protectedBody) => _protector.Unprotect(protectedBody);

    /// <summary>Returns when the callback is on the disk; a duplicate is there already. Throws when the store is out of reach.</summary>
    public async Task WriteAsync(InboxCallback callback, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(callback);
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        await waiting.Written.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var writer = new InboxWriter(databases, turn);
        var batch = new List<Waiting>(MostInACommit);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            while (batch.Count < MostInACommit && _waiting.Reader.TryRead(out var one)) batch.Add(one);
            try
            {
                await writer.WriteAsync([.. batch.Select(one => one.Callback)], stoppingToken);
                foreach (var one in batch) one.Written.TrySetResult();
                signal.Wake();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // Each waiting caller hears of it and answers 503: nothing that is not on the disk gets a 202.
                Log.CommitFailed(log, problem, batch.Count);
                foreach (var one in batch) one.Written.TrySetException(problem);
            }

            batch.Clear();
        }
    }

    private sealed record Waiting(InboxCallback Callback)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} callbacks could not be written down")]
        public static partial void CommitFailed(ILogger log, Exception problem, int count);
    }
}

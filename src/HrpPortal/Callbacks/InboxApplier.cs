using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>
/// Makes callbacks take effect, after they were answered: oldest first, again after a crash, and one that breaks is put off
/// while the others go on.
/// </summary>
public sealed partial class InboxApplier(
    IDbContextFactory<PortalDb> databases, CallbackInbox inbox, IEnumerable<ICallbackHandler> handlers, InboxSignal signal, CrashPoints crash,
    TimeProvider clock, ILogger<InboxApplier> log) : BackgroundService
{
    private const int BatchSize = 100;

    private readonly Dictionary<string, ICallbackHandler> _handlers =
        handlers.SelectMany(handler => handler.Paths, (handler, path) => (handler, path)).ToDictionary(one => one.path, one => one.handler);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var found = await ApplyDueAsync(stoppingToken);
                if (found < BatchSize) await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
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
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var due = await db.Set<InboxCallback>().AsNoTracking()
            .Where(callback => callback.AppliedAt == null && (callback.RetryAt == null || callback.RetryAt <= now))
            .OrderBy(callback => callback.Id).Take(BatchSize).ToListAsync(cancellationToken);
        if (due.Count > 0) crash.Reach(CrashPoint.AfterCallbackAnswered);
        foreach (var callback in due) await ApplyOneAsync(db, callback, cancellationToken);

        // What changed nothing is marked in one commit for all; after a crash before it, looking again changes nothing either.
        await db.SaveChangesAsync(cancellationToken);
        return due.Count;
    }

    private async Task ApplyOneAsync(PortalDb kept, InboxCallback callback, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await HandAsync(callback, cancellationToken);
            if (outcome == CallbackOutcome.Applied) return;

            kept.Attach(callback);
            (callback.AppliedAt, callback.Outcome) = (clock.Utc(), outcome);
            Log.KeptOnly(log, callback.Id, callback.Path, outcome);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            Log.ApplyFailed(log, problem, callback.Id, callback.Path);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var row = await db.Set<InboxCallback>().SingleAsync(one => one.Id == callback.Id, cancellationToken);
            row.Failures++;
            row.RetryAt = clock.Utc().AddSeconds(Math.Min(3600, Math.Pow(2, row.Failures)));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task<CallbackOutcome> HandAsync(InboxCallback callback, CancellationToken cancellationToken)
    {
        if (!CallbackBody.TryParse(inbox.Open(callback.ProtectedBody), out var body)) throw new InvalidOperationException("A stored callback cannot be read.");
        var fromBridge = callback.HipId.StartsWith(CallbackGate.BridgePrefix, StringComparison.Ordinal);
        var received = new ReceivedCallback(callback.Id, callback.Path, callback.HipId, fromBridge, callback.RespRequestId, body);
        return _handlers.TryGetValue(callback.Path, out var handler)
            ? await handler.ApplyAsync(received, cancellationToken)
            : CallbackOutcome.Orphan;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The inbox could not be looked at")]
        public static partial void LookFailed(ILogger log, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Callback {Id} to {Path} is kept and changed nothing: {Outcome}")]
        public static partial void KeptOnly(ILogger log, Guid id, string path, CallbackOutcome outcome);

        [LoggerMessage(Level = LogLevel.Error, Message = "Callback {Id} to {Path} could not be applied; it is tried again")]
        public static partial void ApplyFailed(ILogger log, Exception problem, Guid id, string path);
    }
}

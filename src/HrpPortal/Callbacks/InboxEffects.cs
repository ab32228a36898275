using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>
/// Hands callbacks to the features that they are for, many at a time, and writes down what became of those that changed
/// nothing. One that breaks is put off, and the others go on.
/// </summary>
public sealed partial class InboxEffects(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, CallbackBodies bodies, IEnumerable<ICallbackHandler> handlers, CallbackCounters counters, LiveUpdates live,
    TimeProvider clock, ILogger<InboxEffects> log)
{
    /// <summary>Of live updates, by facility: something may have come to, or gone from, what was kept.</summary>
    public const string Topic = "callbacks";

    private readonly Dictionary<string, ICallbackHandler> _handlers =
        handlers.SelectMany(handler => handler.Paths, (handler, path) => (handler, path)).ToDictionary(one => one.path, one => one.handler);

    /// <param name="callbacks">Not applied yet, in the order in which they came.</param>
    public async Task TakeAsync(IReadOnlyCollection<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        var changedNothing = new List<(InboxCallback Callback, CallbackOutcome Outcome)>();
        foreach (var group in callbacks.GroupBy(callback => _handlers.GetValueOrDefault(callback.Path)))
            await HandAsync(group.Key, [.. group], changedNothing, cancellationToken);

        // After a crash before this, looking again changes nothing either.
        foreach (var group in changedNothing.Where(one => one.Callback.Outcome != one.Outcome).GroupBy(one => one.Outcome, one => one.Callback))
            await KeepAsync([.. group], group.Key, cancellationToken);
        foreach (var facility in callbacks.Select(callback => IsBridge(callback) ? CallbackGate.BridgePrefix : callback.HipId).Distinct())
            live.Publish(new LiveChange(LiveTopics.AllOf(Topic, facility), Guid.Empty, ""));
    }

    private static bool IsBridge(InboxCallback callback) => callback.HipId.StartsWith(CallbackGate.BridgePrefix, StringComparison.Ordinal);

    private async Task HandAsync(
        ICallbackHandler? handler, InboxCallback[] callbacks, List<(InboxCallback, CallbackOutcome)> changedNothing, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = handler is null
                ? [.. callbacks.Select(_ => CallbackOutcome.Orphan)]
                : await handler.ApplyAsync([.. callbacks.Select(Read)], cancellationToken);
            changedNothing.AddRange(callbacks.Zip(outcomes).Where(one => one.Second != CallbackOutcome.Applied));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !problem.IsStoreOutOfReach() && !cancellationToken.IsCancellationRequested)
        {
            if (callbacks.Length == 1)
            {
                await PutOffAsync(callbacks[0], problem, cancellationToken);
                return;
            }

            // One of them breaks, or somebody else wrote what they change: by halves, so that most still share a commit.
            Log.Halved(log, problem, callbacks.Length);
            await HandAsync(handler, callbacks[..(callbacks.Length / 2)], changedNothing, cancellationToken);
            await HandAsync(handler, callbacks[(callbacks.Length / 2)..], changedNothing, cancellationToken);
        }
    }

    private ReceivedCallback Read(InboxCallback callback)
    {
        var bytes = bodies.Open(callback.ProtectedBody);
        if (!CallbackBody.TryParse(bytes, out var body)) throw new InvalidOperationException("A stored callback cannot be read.");
        return new ReceivedCallback(callback.Id, callback.Path, callback.HipId, IsBridge(callback), callback.RespRequestId, body, bytes);
    }

    private async Task KeepAsync(InboxCallback[] callbacks, CallbackOutcome outcome, CancellationToken cancellationToken)
    {
        var (ids, now) = (callbacks.Select(callback => callback.Id).ToArray(), clock.Utc());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        using (await turn.TakeAsync(cancellationToken))
        {
            await db.Set<InboxCallback>().Where(row => ids.Contains(row.Id) && (row.Outcome == null || row.Outcome != CallbackOutcome.Applied)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.AppliedAt, now).SetProperty(row => row.Outcome, outcome).SetProperty(row => row.RetryAt, (DateTime?)null),
                cancellationToken);
        }

        counters.ChangedNothing(callbacks.Length, outcome);
        Log.KeptOnly(log, callbacks.Length, outcome, callbacks[0].Id, callbacks[0].Path);
    }

    private async Task PutOffAsync(InboxCallback callback, Exception problem, CancellationToken cancellationToken)
    {
        counters.PutOff();
        Log.ApplyFailed(log, problem, callback.Id, callback.Path);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<InboxCallback>().SingleAsync(one => one.Id == callback.Id, cancellationToken);
        row.Failures++;
        row.RetryAt = clock.Utc().AddSeconds(Math.Min(3600, Math.Pow(2, row.Failures)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} callbacks are kept and changed nothing: {Outcome} (the first is {Id} to {Path})")]
        public static partial void KeptOnly(ILogger log, int count, CallbackOutcome outcome, Guid id, string path);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} callbacks could not be applied at once; now fewer at a time")]
        public static partial void Halved(ILogger log, Exception problem, int count);

        [LoggerMessage(Level = LogLevel.Error, Message = "Callback {Id} to {Path} could not be applied; it is tried again")]
        public static partial void ApplyFailed(ILogger log, Exception problem, Guid id, string path);
    }
}

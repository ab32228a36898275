using HrpPortal.Data;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>
/// Callbacks that were kept and changed nothing, and those that broke: what a person sees of them, and "try again". Never the
/// body: it may carry a linking token.
/// </summary>
public sealed partial class KeptCallbacks(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, InboxSignal signal, LiveUpdates live, ILogger<KeptCallbacks> log)
{
    public const int Most = 100;

    /// <summary>Newest first, at most <see cref="Most"/>.</summary>
    public async Task<IReadOnlyList<KeptCallback>> ListAsync(KeptScope scope, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var changedNothing = await NewestAsync(Of(scope, ChangedNothing(db)));
        var broken = await NewestAsync(Of(scope, Broken(db)));
        return [.. changedNothing.Concat(broken).OrderByDescending(one => one.ReceivedAt).Take(Most)];

        Task<List<KeptCallback>> NewestAsync(IQueryable<InboxCallback> callbacks) => callbacks.OrderByDescending(one => one.Id).Take(Most)
            .Select(one => new KeptCallback(one.Id, one.ReceivedAt, one.Path, one.HipId, one.RespRequestId, one.Outcome, one.Failures, one.RetryAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Puts one, or all that the scope shows, back among those that are to be applied.</summary>
    /// <returns>How many.</returns>
    public async Task<int> TryAgainAsync(KeptScope scope, string staffId, Guid? id = null, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var callbacks in (IQueryable<InboxCallback>[])[ChangedNothing(db), Broken(db)])
        {
            var chosen = Of(scope, callbacks);
            if (id is { } one) chosen = chosen.Where(callback => callback.Id == one);
            using var mine = await turn.TakeAsync(cancellationToken);
            count += await chosen.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.AppliedAt, (DateTime?)null).SetProperty(row => row.Outcome, (CallbackOutcome?)null).SetProperty(row => row.RetryAt, (DateTime?)null),
                cancellationToken);
        }

        Log.TriedAgain(log, staffId, count);
        signal.Wake();
        live.Publish(new LiveChange(LiveTopics.AllOf(InboxEffects.Topic, scope.HipId), Guid.Empty, ""));
        return count;
    }

    /// <summary>In the words of the index, or SQLite would not use it.</summary>
    private static IQueryable<InboxCallback> ChangedNothing(PortalDb db) =>
        db.Set<InboxCallback>().Where(one => one.Outcome != null && one.Outcome != CallbackOutcome.Applied);

    private static IQueryable<InboxCallback> Broken(PortalDb db) => db.Set<InboxCallback>().Where(one => one.AppliedAt == null && one.Failures > 0);

    private static IQueryable<InboxCallback> Of(KeptScope scope, IQueryable<InboxCallback> callbacks) => scope.WithBridge
        ? callbacks.Where(one => one.HipId == scope.HipId || one.HipId.StartsWith(CallbackGate.BridgePrefix))
        : callbacks.Where(one => one.HipId == scope.HipId);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{StaffId} let {Count} kept callbacks be tried again")]
        public static partial void TriedAgain(ILogger log, string staffId, int count);
    }
}

/// <summary>What a person may see: the callbacks of their facility, and for an administrator the gateway's own errors, which name none.</summary>
public sealed record KeptScope(string HipId, bool WithBridge);

/// <param name="Outcome">Null: applying it broke, and it is tried again by itself at <paramref name="RetryAt"/>.</param>
public sealed record KeptCallback(
    Guid Id, DateTime ReceivedAt, string Path, string HipId, Guid RespRequestId, CallbackOutcome? Outcome, int Failures, DateTime? RetryAt);

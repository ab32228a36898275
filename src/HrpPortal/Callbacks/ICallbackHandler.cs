using HrpPortal.Data;
using HrpPortal.Gateway;

namespace HrpPortal.Callbacks;

/// <summary>
/// Makes of a callback what it means to a feature. It marks the callback as applied (<see cref="InboxRows"/>) in the same
/// commit as the state that it changes; what it does not know it leaves to the inbox.
/// </summary>
public interface ICallbackHandler
{
    IReadOnlyCollection<string> Paths { get; }

    Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken);
}

/// <summary>A verified callback. <paramref name="FromBridge"/>: the gateway's own error, without a facility's id.</summary>
public sealed record ReceivedCallback(Guid InboxId, string Path, string HipId, bool FromBridge, Guid RespRequestId, CallbackBody Body)
{
    /// <summary>I13: a facility's callback speaks of its own requests; the bridge may only report an error for one.</summary>
    public bool MaySpeakOf(string hipId) => FromBridge ? Body.Error is not null : HipId == hipId;
}

public static class InboxRows
{
    /// <summary>In the caller's commit: the callback is applied exactly when its effect is. False when it was applied before, by another node.</summary>
    public static async Task<bool> MarkAppliedAsync(this PortalDb db, Guid inboxId, CallbackOutcome outcome, DateTime now, CancellationToken cancellationToken)
    {
        var row = await db.Set<InboxCallback>().FindAsync([inboxId], cancellationToken);
        if (row is null || row.AppliedAt is not null) return false;
        (row.AppliedAt, row.Outcome) = (now, outcome);
        return true;
    }
}

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Callbacks;

/// <summary>In the caller's commit: a callback is applied exactly when its effect is.</summary>
public sealed class InboxMarks
{
    private readonly PortalDb _db;
    private readonly Dictionary<Guid, InboxCallback> _open;

    private InboxMarks(PortalDb db, Dictionary<Guid, InboxCallback> open) => (_db, _open) = (db, open);

    /// <summary>Those of <paramref name="callbacks"/> whose effect is still to come, by one query.</summary>
    public static async Task<InboxMarks> OpenAsync(PortalDb db, IEnumerable<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var ids = callbacks.Select(callback => callback.InboxId).ToArray();
        var open = await db.Set<InboxCallback>().AsNoTracking()
            .Where(row => ids.Contains(row.Id) && (row.Outcome == null || row.Outcome != CallbackOutcome.Applied)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return new InboxMarks(db, open);
    }

    /// <summary>False when it took effect before, by another node.</summary>
    public bool Apply(ReceivedCallback callback, DateTime now)
    {
        if (!_open.Remove(callback.InboxId, out var row)) return false;
        _db.Attach(row);
        (row.AppliedAt, row.Outcome, row.RetryAt) = (now, CallbackOutcome.Applied, null);
        return true;
    }

    /// <summary>
    /// Kept as unknown, in the caller's commit: what is said about it goes out exactly once, however often it is looked at again.
    /// False when it was kept before, or came longer ago than <paramref name="within"/>.
    /// </summary>
    public bool Keep(ReceivedCallback callback, TimeSpan within, DateTime now)
    {
        if (!_open.TryGetValue(callback.InboxId, out var row) || row.Outcome is not null || row.ReceivedAt + within <= now) return false;
        _open.Remove(callback.InboxId);
        _db.Attach(row);
        (row.AppliedAt, row.Outcome, row.RetryAt) = (now, CallbackOutcome.Orphan, null);
        return true;
    }
}

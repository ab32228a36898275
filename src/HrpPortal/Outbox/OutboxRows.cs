using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Outbox;

/// <summary>Touching other subjects' rows inside one's own commit.</summary>
public static class OutboxRows
{
    /// <summary>Everything of the key that runs by itself is looked at as soon as this commit is through.</summary>
    public static async Task WakeAsync(this PortalDb db, string key, string exceptKind, DateTime now, CancellationToken cancellationToken)
    {
        var rows = await db.Set<OutboxMessage>()
            .Where(row => row.Key == key && row.Kind != exceptKind && row.ParkedReason == null)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            row.DueAt = now;
            row.Version++;
        }
    }
}

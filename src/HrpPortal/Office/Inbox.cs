using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Linking;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Office;

/// <summary>What waits for the records office, oldest first: requests that need a person or got no reply, and callbacks that nobody asked for.</summary>
public sealed class Inbox(IDbContextFactory<PortalDb> databases, LinkQueries links, KeptCallbacks callbacks)
{
    public const int Most = 100;

    private static readonly LinkFilter Waiting = new() { States = [LinkState.NeedsHuman, LinkState.NoAnswer] };

    public static string Topic => "inbox";

    public async Task<IReadOnlyList<InboxItem>> ListAsync(KeptScope scope, CancellationToken cancellationToken = default)
    {
        var rows = await links.OldestAsync(scope.HipId, Waiting, Most, cancellationToken);
        var kept = await callbacks.ListAsync(scope, cancellationToken);
        var items = rows.Select(row => new InboxItem(row.Id, row.CreatedAt, row, null))
            .Concat(kept.Select(one => new InboxItem(one.Id, one.ReceivedAt, null, one)))
            .OrderBy(item => item.At).ThenBy(item => item.Id).Take(Most).ToList();
        return await WithClaimsAsync(scope.HipId, items, cancellationToken);
    }

    /// <summary>Items that are still looked at, as they are now; also those that are no longer the office's.</summary>
    public async Task<IReadOnlyList<InboxItem>> AgainAsync(string hipId, IReadOnlyList<InboxItem> items, CancellationToken cancellationToken = default)
    {
        var rows = (await links.RowsAsync(hipId, [.. items.Where(item => item.Link is not null).Select(item => item.Id)], cancellationToken)).ToDictionary(row => row.Id);
        return await WithClaimsAsync(hipId, [.. items.Select(item => item with { Link = rows.GetValueOrDefault(item.Id) ?? item.Link, IsDone = true })], cancellationToken);
    }

    public async Task<int> CountAsync(KeptScope scope, CancellationToken cancellationToken = default) =>
        await links.CountAsync(scope.HipId, Waiting, Most, cancellationToken) + (await callbacks.ListAsync(scope, cancellationToken)).Count;

    private async Task<IReadOnlyList<InboxItem>> WithClaimsAsync(string hipId, IReadOnlyList<InboxItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item.Id).ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var claims = await db.Set<InboxClaim>().AsNoTracking().Where(claim => ids.Contains(claim.SubjectId) && claim.HipId == hipId)
            .ToDictionaryAsync(claim => claim.SubjectId, cancellationToken);
        return [.. items.Select(item => item with { Claim = claims.GetValueOrDefault(item.Id) is { } claim ? new Holder(claim.HolderId, claim.HolderName, claim.At, claim.Version) : null })];
    }
}

/// <summary>One thing to do: a link request, or a callback.</summary>
public sealed record InboxItem(Guid Id, DateTime At, LinkRow? Link, KeptCallback? Callback)
{
    public Holder? Claim { get; init; }

    /// <summary>It left the inbox while somebody looked; it stays on the page until that person clears it.</summary>
    public bool IsDone { get; init; }
}

/// <summary>In whose hands it is.</summary>
public sealed record Holder(string Id, string Name, DateTime At, int Version);

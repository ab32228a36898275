using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Gateway;

namespace HrpPortal.Linking;

/// <summary>
/// "Try again", for one request and for many, and what guards it: nothing that is on its way or over, nothing that ABDM has
/// blocked until its block ends. What is over is linked anew, by a person who looks at the records.
/// </summary>
public sealed class LinkRetry(LinkService links, LinkQueries queries, AuditTrail audit, TimeProvider clock)
{
    /// <summary>No selection is larger: what is wrong with more than this is not mended by trying again.</summary>
    public const int Most = 1000;

    /// <summary>ABDM hears of nobody for a day who tried too often (1027 and its like).</summary>
    private static readonly TimeSpan Block = TimeSpan.FromHours(24);

    /// <summary>Null: trying again is not what helps. A moment to come: not before then.</summary>
    public static DateTime? From(LinkRow row) => row.State != LinkState.NeedsHuman ? null : IsBlocked(row) ? row.UpdatedAt + Block : row.UpdatedAt;

    public bool IsFree(LinkRow row) => From(row) is { } from && from <= clock.Utc();

    /// <summary>False when it may not be tried again, or somebody was quicker.</summary>
    public async Task<bool> OneAsync(string hipId, Guid id, LinkActor actor, CancellationToken cancellationToken = default) =>
        await queries.RowAsync(hipId, id, cancellationToken) is { } row && IsFree(row) && await links.TryAgainAsync(hipId, id, actor, cancellationToken);

    /// <summary>Those of many that may be tried again, each by itself: one that cannot does not hold up the others.</summary>
    /// <returns>How many are tried again.</returns>
    public async Task<int> ManyAsync(string hipId, IReadOnlyCollection<Guid> ids, LinkActor actor, CancellationToken cancellationToken = default)
    {
        var free = (await queries.RowsAsync(hipId, [.. ids.Take(Most)], cancellationToken)).Where(IsFree).OrderBy(row => row.CreatedAt).ToList();
        await audit.WriteAsync(hipId, actor.Id, actor.Name ?? "", AuditAction.LinksTriedAgain, free.Count, cancellationToken: cancellationToken);
        var tried = 0;
        foreach (var row in free)
        {
            if (await links.TryAgainAsync(hipId, row.Id, actor, cancellationToken)) tried++;
        }

        return tried;
    }

    private static bool IsBlocked(LinkRow row) => row.Reason == LinkReason.PermissionBlocked
        || GatewayErrors.Find(GatewayPaths.AddContexts, row.ErrorCode, row.ErrorMessage) is { IsListed: true, Name: ErrorName.AddressBlocked or ErrorName.OtpTooOften };
}

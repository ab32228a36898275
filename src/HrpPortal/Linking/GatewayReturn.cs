using HrpPortal.Data;
using HrpPortal.LinkingTokens;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>
/// ABDM answers again after an outage: what was put off for up to hours because of it need not sit out its time. Spread over
/// half a minute, so that the crowd does not knock it over; whatever is missed here comes by its own schedule.
/// </summary>
public sealed class GatewayReturn(IDbContextFactory<PortalDb> databases, LinkStore links, AuthenticationStore authentications, TimeProvider clock)
{
    private const int Most = 5_000;
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(30);

    public async Task BringForwardAsync(CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var asking = await db.Set<Authentication>().Where(one => one.State == AuthenticationState.Ready && one.NextAt > now)
            .OrderBy(one => one.CreatedAt).Take(Most).Select(one => one.Id).ToListAsync(cancellationToken);
        foreach (var id in asking)
            await authentications.StepAsync(id, (_, one) => Task.FromResult(one.IsPutOff(now) && one.HeldBack(Soon(now))), cancellationToken: cancellationToken);

        var waiting = await db.Set<LinkRequest>()
            .Where(request => request.Reason == LinkReason.GatewayTrouble && request.NextAttemptAt > now + Spread)
            .Where(request => request.State == LinkState.Queued || request.State == LinkState.WaitRetry)
            .OrderBy(request => request.CreatedAt).Take(Most).Select(request => request.Id).ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            await links.ChangeAsync(
                id, (_, request) => Task.FromResult(request.Reason == LinkReason.GatewayTrouble && request.HeldBack(LinkReason.GatewayTrouble, Soon(now), clock.Utc())),
                cancellationToken: cancellationToken);
        }
    }

    private static DateTime Soon(DateTime now) => now + (Spread * Random.Shared.NextDouble());
}

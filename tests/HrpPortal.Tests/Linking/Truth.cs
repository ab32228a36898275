using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Linking;

/// <summary>What must hold of a store at any time (I4 to I11 of guarantees.md), and against what the consent manager holds.</summary>
internal static class Truth
{
    /// <summary>How often each care context of a request, in the order of their references, was linked at the consent manager.</summary>
    public static async Task OfContextsAsync(PortalHost portal, Guid id, int[] effects)
    {
        var details = await portal.DetailsAsync(id);
        var held = details.Contents.Select(content => portal.Sandbox.Find(PortalHost.HipId, details.Row.PhrAddress, content.Reference)?.SuccessEffects ?? -1);
        Assert.Equal(effects, held);
        await using var db = await portal.OpenDbAsync();
        var ids = details.Contents.Select(content => content.CareContextId).ToList();
        Assert.All(await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).ToListAsync(), context => Assert.NotNull(context.LinkedAt));
    }

    /// <param name="portal">The portal whose store is looked at.</param>
    /// <param name="ids">Requests whose state must equal the consent manager's truth: linked there exactly when linked here (I9, I10).</param>
    public static async Task HoldsAsync(PortalHost portal, params Guid[] ids)
    {
        await using var db = await portal.OpenDbAsync();
        var requests = await db.Set<LinkRequest>().AsNoTracking().Include(one => one.Events).Include(one => one.Attempts).Include(one => one.Contexts)
            .AsSplitQuery().ToListAsync();
        var contexts = await db.Set<CareContext>().AsNoTracking().ToDictionaryAsync(one => one.Id);
        foreach (var request in requests)
        {
            Assert.Equal(request.State, Requests.Fold(request.Events));
            var events = request.Events.OrderBy(happened => happened.Seq).ToList();
            Assert.All(events.SkipWhile(happened => happened.To != LinkState.Linked), happened => Assert.Equal(LinkState.Linked, happened.To));
            var onTheirWay = request.Attempts.Count(one => one.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted);
            Assert.True(request.State == LinkState.Linked || onTheirWay <= 1, $"{onTheirWay} attempts of {request.Id} on their way");
            if (!ids.Contains(request.Id) || request.Kind != LinkKind.NewCareContexts) continue;
            foreach (var context in request.Contexts.Select(one => contexts[one.CareContextId]))
            {
                var effects = portal.Sandbox.Find(request.HipId, request.PhrAddress, context.Reference)?.SuccessEffects ?? 0;
                Assert.Equal((context.Reference, request.State == LinkState.Linked ? 1 : 0), (context.Reference, effects));
                Assert.Equal(request.State == LinkState.Linked, context.LinkedAt is not null);
            }
        }

        Assert.All(portal.Sandbox.Linked, link => Assert.InRange(link.SuccessEffects, 0, 1));
        var tokens = await db.Set<LinkingToken>().AsNoTracking().ToListAsync();
        Assert.All(tokens.Where(token => token.ReservedFor is not null), token =>
            Assert.False(token.UsedAt is null && token.DiscardedAt is null && requests.Single(one => one.Id == token.ReservedFor).IsFinal, "A token is held by a request that ended."));
    }
}

using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Outbox;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Outbox;

/// <summary>Changes of those who work off what is kept share a commit when they come together, and never each other's fate.</summary>
public sealed class TogetherTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I5")]
    public async Task Those_that_come_while_another_is_made_share_one_commit(TestEngine engine)
    {
        var (portal, ids) = await AcceptedAsync(engine, 6);
        var made = await TogetherAsync(portal, ids);
        Assert.All(made, one => Assert.Null(one.Problem));

        // The first was made before the others had come; they are made in one look, and the first stands alone.
        Assert.Equal(2, made.Select(one => one.Db).Distinct().Count());
        foreach (var id in ids) await NoAnswerOnceAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I5")]
    public async Task One_that_breaks_breaks_alone_and_the_others_are_made_once(TestEngine engine)
    {
        var (portal, ids) = await AcceptedAsync(engine, 6);
        var made = await TogetherAsync(portal, ids, breaks: ids[3]);
        Assert.Equal([ids[3]], made.Where(one => one.Problem is FormatException).Select(one => one.Id));
        Assert.Equal([ids[3]], made.Where(one => one.Problem is not null).Select(one => one.Id));
        foreach (var id in ids.Where(id => id != ids[3])) await NoAnswerOnceAsync(portal, id);
        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(ids[3])).Row.State);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I6")]
    public async Task Whoever_lost_the_lease_hears_it_and_the_others_go_on(TestEngine engine)
    {
        var (portal, ids) = await AcceptedAsync(engine, 4);
        var stale = new OutboxLease(LinkStore.OutboxKind, ids[2], "a sender that slept", portal.Clock.Utc().AddSeconds(30));
        var made = await TogetherAsync(portal, ids, lease: stale);
        Assert.Equal([ids[2]], made.Where(one => one.Problem is LeaseLostException).Select(one => one.Id));
        foreach (var id in ids.Where(id => id != ids[2])) await NoAnswerOnceAsync(portal, id);
        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(ids[2])).Row.State);
    }

    [Fact]
    public async Task Two_of_one_address_never_share_a_look_as_both_may_want_its_permission()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var patient = await portal.PatientAsync();
        List<Guid> ids = [.. (await AcceptedAsync(TestEngine.Sqlite, 1)).Ids];
        for (var i = 0; i < 2; i++)
        {
            portal.ToAddContexts(new ScriptedAnswer { Silent = true });
            ids.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
            await portal.UntilAsync(ids[^1], LinkState.Accepted);
        }

        var made = await TogetherAsync(portal, ids);
        Assert.All(made, one => Assert.Null(one.Problem));
        Assert.Equal(3, made.Select(one => one.Db).Distinct().Count());
        foreach (var id in ids) await NoAnswerOnceAsync(portal, id);
    }

    /// <summary>Requests of as many patients, whose answer never comes.</summary>
    private async Task<(PortalHost Portal, Guid[] Ids)> AcceptedAsync(TestEngine engine, int count)
    {
        var portal = await hosts.OnAsync(engine);
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            portal.ToAddContexts(new ScriptedAnswer { Silent = true });
            var patient = await portal.PatientAsync();
            ids.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
            await portal.UntilAsync(ids[^1], LinkState.Accepted);
        }

        await portal.CalmAsync();
        return (portal, [.. ids]);
    }

    /// <summary>T14 of each; the first holds the turn of its kind until the others wait for it.</summary>
    private static async Task<List<Made>> TogetherAsync(PortalHost portal, IReadOnlyList<Guid> ids, Guid? breaks = null, OutboxLease? lease = null)
    {
        var (store, turn) = (portal.Services.GetRequiredService<LinkStore>(), portal.Services.GetRequiredService<WriteTurn>());
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        return await Task.Run(async () =>
        {
            turn.LetOthersGoFirst();
            var first = MakeAsync(ids[0]);
            await begun.Task;

            // A call that has to wait comes back at once, and stands in the queue by then.
            List<Task<Made>> others = [.. ids.Skip(1).Select(MakeAsync)];
            goOn.SetResult();
            return (List<Made>)[await first, .. await Task.WhenAll(others)];
        });

        async Task<Made> MakeAsync(Guid id)
        {
            DbContextId? last = null;
            try
            {
                await store.ChangeAsync(
                    id,
                    async (db, request) =>
                    {
                        last = db.ContextId;
                        if (id == ids[0] && begun.TrySetResult()) await goOn.Task;
                        if (id == breaks) throw new FormatException("This one breaks.");
                        return request.NoAnswerCame(portal.Clock.Utc());
                    },
                    lease?.SubjectId == id ? lease : null);
                return new Made(id, last, null);
            }
            catch (Exception problem) when (problem is FormatException or LeaseLostException)
            {
                return new Made(id, last, problem);
            }
        }
    }

    private static async Task NoAnswerOnceAsync(PortalHost portal, Guid id)
    {
        var after = await portal.DetailsAsync(id);
        Assert.Equal((LinkState.NoAnswer, 1), (after.Row.State, after.Events.Count(one => one.Transition == LinkTransition.T14)));
        Assert.Equal(LinkState.NoAnswer, Requests.Fold(after.Events));
    }

    private sealed record Made(Guid Id, DbContextId? Db, Exception? Problem);
}

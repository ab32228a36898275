using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Outbox;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Outbox;

/// <summary>A message that breaks, two that write at once, and what a change tells.</summary>
public sealed class DispatcherTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I11")]
    public async Task A_message_that_breaks_is_put_off_for_ever_and_stops_no_other(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var broken = Guid.CreateVersion7();
        await using (var db = await portal.OpenDbAsync())
        {
            db.Add(new OutboxMessage { Kind = LinkStore.OutboxKind, SubjectId = broken, Key = "nobody", CreatedAt = portal.Clock.Utc(), DueAt = portal.Clock.Utc() });
            await db.SaveChangesAsync();
        }

        for (var failures = 1; failures <= 12; failures++)
        {
            OutboxMessage? row = null;
            await Eventually.TrueAsync(async () => (row = await RowAsync(portal, broken)) is { LeaseUntil: null } && row.Failures >= failures, () => $"not put off {failures} times, but {row?.Failures}");
            Assert.Null(row!.ParkedReason);
            Assert.InRange(row.DueAt - portal.Clock.Utc(), TimeSpan.Zero, TimeSpan.FromMinutes(10));
            portal.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var patient = await portal.PatientAsync();
        await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I5"), Trait("Row", "C1")]
    public async Task Two_who_change_one_request_at_once_both_get_their_turn(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var id = await HeldAsync(portal);
        var attempt = (await portal.DetailsAsync(id)).Attempts[0].RequestId;
        var store = portal.Services.GetRequiredService<LinkStore>();
        var tries = 0;
        await store.ChangeAsync(id, async (_, request) =>
        {
            // Whoever looks first is overtaken between its look and its commit.
            if (++tries == 1) await store.ChangeAsync(id, (_, own) => Task.FromResult(own.Succeeded(attempt, portal.Clock.Utc())));
            request.AnsweredRefused(attempt, LinkReason.RefusedByAbdm, "1402", null, portal.Clock.Utc());
            return true;
        });

        var after = await portal.DetailsAsync(id);
        Assert.Equal((2, LinkState.Linked, LinkTransition.T18), (tries, after.Row.State, after.Events[^1].Transition));
        Assert.Equal(LinkState.Linked, Requests.Fold(after.Events));
        await portal.Sandbox.ReleaseAsync();
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I6")]
    public async Task A_sender_whose_lease_went_to_another_cannot_begin(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var id = await HeldAsync(portal);
        var store = portal.Services.GetRequiredService<LinkStore>();
        var stale = new OutboxLease(LinkStore.OutboxKind, id, "a sender that slept", portal.Clock.Utc().AddSeconds(30));
        await Assert.ThrowsAsync<LeaseLostException>(() => store.ChangeAsync(id, (_, request) => Task.FromResult(request.NoAnswerCame(portal.Clock.Utc())), stale));
        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(id)).Row.State);
        await portal.Sandbox.ReleaseAsync();
    }

    [Fact]
    public async Task A_look_that_changes_nothing_writes_nothing_and_tells_nobody()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var id = await HeldAsync(portal);
        await portal.CalmAsync();
        var before = await RowAsync(portal, id);
        var told = 0;
        using (portal.Services.GetRequiredService<LiveUpdates>().Subscribe(LiveTopics.One("link", id), _ => told++))
        {
            Assert.False(await portal.Links.CancelAsync(PortalHost.HipId, id, A.Clerk));
            Assert.False(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        }

        Assert.Equal((0, before!.Version, before.DueAt), (told, (await RowAsync(portal, id))!.Version, (await RowAsync(portal, id))!.DueAt));
        await portal.Sandbox.ReleaseAsync();
    }

    [Fact]
    public async Task The_end_of_an_authentication_wakes_its_requests_without_waiting_for_the_next_look()
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Outbox:PollMilliseconds"] = "60000");
        var patient = await portal.PatientAsync();
        await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
        await using var db = await portal.OpenDbAsync();
        Assert.Equal(AuthenticationState.Granted, (await db.Set<Authentication>().SingleAsync()).State);
    }

    private static async Task<OutboxMessage?> RowAsync(PortalHost portal, Guid id)
    {
        await using var db = await portal.OpenDbAsync();
        return await db.Set<OutboxMessage>().AsNoTracking().SingleOrDefaultAsync(row => row.SubjectId == id);
    }

    /// <summary>A request that is accepted and whose answer is held back.</summary>
    private static async Task<Guid> HeldAsync(PortalHost portal)
    {
        portal.ToAddContexts(new HrpPortal.Sandbox.Scripting.ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.Accepted);
        return id;
    }
}

using HrpPortal.Linking;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>C8: the gateway's clock is not ours, or ours jumps. Nothing is doubled, and when the clock is right again all is linked.</summary>
public sealed class C8ClockTests
{
    [Theory, InlineData(30), InlineData(-30), Trait("Row", "C8")]
    public async Task Half_a_minute_of_skew_is_no_hindrance(int seconds)
    {
        await using var portal = await PortalHost.StartAsync();
        portal.Sandbox.Skew = TimeSpan.FromSeconds(seconds);
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
        {
            var patient = await portal.PatientAsync();
            var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
            Assert.Equal(LinkState.Linked, (await portal.SettledAsync(id)).Row.State);
            await Truth.HoldsAsync(portal, id);
        }
    }

    [Theory, InlineData(65), InlineData(-65), InlineData(3600), InlineData(-3600), Trait("Row", "C8")]
    public async Task A_clock_that_is_far_off_links_nothing_twice_and_all_once_it_is_right(int seconds)
    {
        await using var portal = await PortalHost.StartAsync();
        var ids = new List<Guid>();
        portal.Sandbox.Skew = TimeSpan.FromSeconds(seconds);
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
        {
            var patient = await portal.PatientAsync();
            ids.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
        }

        for (var minute = 0; minute < 3; minute++)
        {
            await portal.CalmAsync();
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        portal.Sandbox.Skew = TimeSpan.Zero;
        foreach (var id in ids) Assert.Equal(LinkState.Linked, (await portal.SettledAsync(id)).Row.State);
        await Truth.HoldsAsync(portal, [.. ids]);
    }

    [Fact, Trait("Row", "C8")]
    public async Task A_clock_that_steps_back_while_a_call_is_on_its_way_neither_repeats_nor_forgets_it()
    {
        await using var portal = await PortalHost.StartAsync();
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
        {
            var patient = await portal.PermittedAsync();
            portal.Befalls(patient, HrpPortal.Sandbox.Gateway.CallPaths.AddContexts, new ScriptedAnswer { AnswerDelayMs = 400 });
            var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
            await portal.UntilAsync(id, LinkState.Dispatching);
            portal.Clock.Advance(TimeSpan.FromSeconds(-45));
            var linked = await portal.UntilAsync(id, LinkState.Linked);
            Assert.Equal([T1, T2, T9], linked.Steps());
            Assert.Single(linked.Attempts);
            await Truth.HoldsAsync(portal, id);
        }
    }

    /// <summary>Waiting rows keep UTC: an hour that comes twice, or not at all, on the wall is nothing to them.</summary>
    [Theory, InlineData("2027-03-28T00:59:50Z"), InlineData("2027-10-31T00:59:50Z"), InlineData("2027-10-31T01:59:50Z"), Trait("Row", "C8")]
    public async Task Summer_time_changes_nothing(string moment)
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Portal:TimeZone"] = "Europe/London");
        portal.Clock.Advance(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture) - portal.Clock.GetUtcNow());
        var patient = await portal.PermittedAsync();
        portal.ToAddContexts(new ScriptedAnswer { Status = 500 });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.WaitRetry);
        var before = portal.Clock.GetUtcNow();
        var linked = await portal.SettledAsync(id);
        Assert.Equal([T1, T2, T7, T2, T9], linked.Steps());
        Assert.InRange(portal.Clock.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(linked.Events.Select(one => one.At).Order(), linked.Events.Select(one => one.At));
    }
}

using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
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
        await using var portal = await StartAsync();
        portal.Sandbox.Skew = TimeSpan.FromSeconds(seconds);
        await portal.RoundsAsync(Rounds.Of(ci: 10, nightly: 500), _ => [], isMixed: true);
    }

    [Theory, InlineData(65), InlineData(-65), InlineData(3600), InlineData(-3600), Trait("Row", "C8")]
    public async Task A_clock_that_is_far_off_links_nothing_twice_and_all_once_it_is_right(int seconds)
    {
        await using var portal = await StartAsync();
        portal.Sandbox.Skew = TimeSpan.FromSeconds(seconds);
        var ids = await portal.SendAllAsync(await portal.PatientsAsync(Rounds.Of(ci: 10, nightly: 500)));
        for (var minute = 0; minute < 3; minute++)
        {
            await portal.CalmAsync();
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        portal.Sandbox.Skew = TimeSpan.Zero;
        await portal.EndAsync(ids);
    }

    [Fact, Trait("Row", "C8")]
    public async Task A_clock_that_steps_back_while_a_call_is_on_its_way_neither_repeats_nor_forgets_it()
    {
        await using var portal = await StartAsync();
        for (var round = 0; round < Rounds.Of(ci: 1, nightly: 10); round++)
        {
            var patients = await portal.PermittedAsync(Many.AtOnce);
            foreach (var patient in patients) portal.Befalls(patient, CallPaths.AddContexts, new ScriptedAnswer { AnswerDelayMs = 3_000 });
            var ids = await portal.SendAllAsync(patients);

            // All are on their way; on a busy machine the first may be back by then.
            await Eventually.TrueAsync(
                async () => (await portal.StatesAsync(ids)).TrueForAll(state => state is LinkState.Dispatching or LinkState.Accepted or LinkState.Linked), () => "not all are on their way");
            Assert.Contains(LinkState.Dispatching, await portal.StatesAsync(ids));
            portal.Clock.Advance(TimeSpan.FromSeconds(-45));
            foreach (var linked in await portal.UntilAsync(ids, LinkState.Linked))
            {
                Assert.Equal([T1, T2, T9], linked.Steps());
                Assert.Single(linked.Attempts);
            }

            await portal.EndAsync(ids);
        }
    }

    /// <summary>Waiting rows keep UTC: an hour that comes twice, or not at all, on the wall is nothing to them.</summary>
    [Theory, InlineData("2027-03-28T00:59:50Z"), InlineData("2027-10-31T00:59:50Z"), InlineData("2027-10-31T01:59:50Z"), Trait("Row", "C8")]
    public async Task Summer_time_changes_nothing(string moment)
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Portal:TimeZone"] = "Europe/London");
        portal.Clock.Advance(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture) - portal.Clock.GetUtcNow());
        foreach (var linked in await portal.RoundsAsync(Rounds.Of(ci: 17, nightly: 500), _ => [new ScriptedAnswer { Status = 500 }]))
        {
            Assert.Equal([T1, T2, T7, T2, T9], linked.Steps());
            Assert.InRange(linked.Events[^1].At - linked.Events.First(one => one.Transition == T7).At, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.Equal(linked.Events.Select(one => one.At).Order(), linked.Events.Select(one => one.At));
        }
    }

    private static Task<PortalHost> StartAsync() => PortalHost.StartAsync(settings => settings["Outbox:Parallel"] = $"{Many.AtOnce}");
}

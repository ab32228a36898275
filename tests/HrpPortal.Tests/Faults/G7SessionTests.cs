using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Faults;

/// <summary>G7: no session, or one that says odd things of its life. All calls share one question for it.</summary>
public sealed class G7SessionTests(HastyHost host) : IClassFixture<HastyHost>
{
    [Theory, Trait("Row", "G7")]
    [InlineData(503, BodyShape.Gateway, WireFault.None)]
    [InlineData(502, BodyShape.Html, WireFault.None)]
    [InlineData(401, BodyShape.Manager, WireFault.None)]
    [InlineData(null, BodyShape.Gateway, WireFault.BlackHole)]
    [InlineData(null, BodyShape.Gateway, WireFault.ResetBeforeAnswer)]
    public async Task Without_a_session_nothing_is_sent_and_one_caller_asks_for_all(int? status, BodyShape shape, WireFault wire)
    {
        var portal = host.Portal;
        portal.Clock.Advance(TimeSpan.FromMinutes(30)); // The session of the test before is over.
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Sessions, Status = status, Shape = shape, Wire = wire, Times = 3 });
        var calls = portal.Sandbox.Received.Count;
        var ids = await portal.SendAllAsync(await portal.PatientsAsync(Rounds.Of(ci: 10, nightly: 500)));
        await Eventually.TrueAsync(() => portal.Sandbox.Scripted < 3, "no session was asked for");
        Assert.Equal(calls, portal.Sandbox.Received.Count);
        await portal.EndAsync(ids);
        Assert.Equal(1, portal.Sandbox.Sessions.MostAtOnce);
    }

    [Theory, InlineData("0"), InlineData("-1"), InlineData("\"600\""), InlineData(""), InlineData("null"), InlineData("1e99"), InlineData("\"soon\""), Trait("Row", "G7")]
    public async Task An_odd_life_span_neither_stops_links_nor_makes_a_storm(string expiresIn)
    {
        var portal = host.Portal;
        portal.Clock.Advance(TimeSpan.FromMinutes(30));
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Sessions, ExpiresIn = expiresIn });
        var before = portal.Sandbox.Sessions.At.Count;
        await portal.EndAsync(await portal.SendAllAsync(await portal.PatientsAsync(Rounds.Of(ci: 8, nightly: 500))));
        Assert.InRange(portal.Sandbox.Sessions.At.Count - before, 1, 3);
        Assert.Equal(1, portal.Sandbox.Sessions.MostAtOnce);
    }

    [Fact, Trait("Row", "G7")]
    public async Task A_session_that_ends_in_mid_flight_is_renewed_once_for_all_who_fly()
    {
        var portal = host.Portal;
        portal.Clock.Advance(TimeSpan.FromMinutes(30));
        var patients = await portal.PermittedAsync(Rounds.Of(ci: 50, nightly: 500));
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        var before = portal.Sandbox.Sessions.At.Count;
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Sessions, AnswerDelayMs = 300 });
        portal.Sandbox.EndSessions();
        foreach (var linked in await portal.EndAsync(await portal.SendAllAsync(patients))) Assert.Single(linked.Attempts);
        Assert.Equal((before + 1, 1), (portal.Sandbox.Sessions.At.Count, portal.Sandbox.Sessions.MostAtOnce));
    }
}

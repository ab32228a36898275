using HrpPortal.Linking;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>G2 and G3: a gateway that takes the call and says nothing, or next to nothing. Nobody else waits for it.</summary>
public sealed class G2G3SilenceTests(HastyHost host) : IClassFixture<HastyHost>
{
    [Theory, InlineData(false), InlineData(true), Trait("Row", "G2")]
    public async Task A_black_hole_is_given_up_asked_about_and_linked_once(bool taken)
    {
        var hole = new ScriptedAnswer { Wire = WireFault.BlackHole, Taken = taken };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 100, nightly: 1000), _ => FaultHost.Doubted(hole), isMixed: true))
        {
            FaultHost.ClearedUp(linked, taken);
            if (linked.Attempts[0].Questions == 1) Assert.Equal([0, taken ? 429 : 202], host.Statuses(linked));
        }

        Assert.Equal(0, host.Portal.Sandbox.Hanging);
    }

    [Theory, InlineData(WireFault.BlackHole), InlineData(WireFault.DripHead), Trait("Row", "G2"), Trait("Row", "G3")]
    public async Task While_calls_hang_the_others_go_through(WireFault fault)
    {
        // Nobody gives up by himself here: the calls hang until the connections are cut.
        await using var portal = await PortalHost.StartAsync(settings => (settings["Gateway:TimeoutSeconds"], settings["Outbox:LeaseSeconds"]) = ("120", "600"));
        const int Holes = 8;
        var patients = await portal.PermittedAsync(Holes);
        for (var hole = 0; hole < Holes; hole++)
            portal.Befalls(patients[hole], CallPaths.AddContexts, new ScriptedAnswer { Wire = fault, Taken = hole % 2 == 0, EveryMs = 60_000 });
        var stuck = await portal.SendAllAsync(patients);
        await Eventually.TrueAsync(() => portal.Sandbox.Hanging == Holes, "the calls do not hang");

        // Half of the sixteen senders hang: the others carry all that comes, each call under its first requestId.
        var others = await portal.SendAllAsync(await portal.PatientsAsync(Rounds.Of(ci: 50, nightly: 1000)));
        foreach (var linked in await portal.UntilAsync(others, LinkState.Linked)) Assert.Equal([T1, T2, T9], linked.Steps());
        Assert.Equal(Holes, portal.Sandbox.Hanging);

        await portal.Sandbox.ShutAsync();
        await portal.UntilAsync(stuck, LinkState.Unknown, LinkState.Linked);
        await portal.Sandbox.OpenAsync();
        await portal.EndAsync(stuck);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Row", "G3")]
    public async Task Headers_that_come_byte_by_byte_are_given_up_and_asked_about(bool taken)
    {
        var drip = new ScriptedAnswer { Wire = WireFault.DripHead, EveryMs = 100, Taken = taken };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 25, nightly: 250), _ => FaultHost.Doubted(drip), isMixed: true)) FaultHost.ClearedUp(linked, taken);
    }

    [Fact, Trait("Row", "G3")]
    public async Task A_body_that_comes_byte_by_byte_is_not_waited_for()
    {
        var drip = new ScriptedAnswer { Wire = WireFault.DripBody, EveryMs = 60_000, Taken = true };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 50, nightly: 500), _ => [drip])) Assert.Equal([T1, T2, T9], linked.Steps());
    }
}

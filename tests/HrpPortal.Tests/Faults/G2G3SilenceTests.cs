using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>G2 and G3: a gateway that takes the call and says nothing, or next to nothing. Nobody else waits for it.</summary>
public sealed class G2G3SilenceTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Theory, InlineData(false), InlineData(true), Trait("Row", "G2")]
    public async Task A_black_hole_is_given_up_asked_about_and_linked_once(bool taken)
    {
        for (var round = 0; round < Rounds.Of(ci: 2, nightly: 100); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Wire = WireFault.BlackHole, Taken = taken, DelayMs = 60_000 });
            await host.Portal.UntilAsync(id, LinkState.Unknown);
            var linked = await host.LinkedAsync(id);
            FaultHost.ClearedUp(linked, taken);
            if (linked.Attempts[0].Questions == 1) Assert.Equal([0, taken ? 429 : 202], host.Statuses(linked));
        }
    }

    [Theory, InlineData(WireFault.BlackHole), InlineData(WireFault.DripHead), Trait("Row", "G2"), Trait("Row", "G3")]
    public async Task While_calls_hang_the_others_go_through(WireFault fault)
    {
        // Nobody gives up by himself here: the calls hang until the connections are cut.
        await using var portal = await PortalHost.StartAsync(settings => (settings["Gateway:TimeoutSeconds"], settings["Outbox:LeaseSeconds"]) = ("120", "600"));
        const int Holes = 8;
        var (patients, stuck) = (new List<Patient>(), new List<Guid>());
        for (var hole = 0; hole < Holes; hole++) patients.Add(await portal.PermittedAsync());
        for (var hole = 0; hole < Holes; hole++)
        {
            var patient = patients[hole];
            portal.Befalls(patient, CallPaths.AddContexts, new ScriptedAnswer { Wire = fault, Taken = hole % 2 == 0, EveryMs = 60_000 });
            stuck.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
            await Eventually.TrueAsync(() => portal.Sandbox.Hanging == stuck.Count, "the call does not hang");
        }

        for (var other = 0; other < Rounds.Of(ci: 10, nightly: 200); other++)
        {
            var patient = await portal.PatientAsync();
            await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
            Assert.Equal(Holes, portal.Sandbox.Hanging);
        }

        await portal.Sandbox.ShutAsync();
        foreach (var id in stuck)
            await Eventually.TrueAsync(async () => (await portal.DetailsAsync(id)).Row.State is LinkState.Unknown or LinkState.Linked, () => "the hanging call was not noticed");
        await portal.Sandbox.OpenAsync();
        foreach (var id in stuck) Assert.Equal(LinkState.Linked, (await portal.SettledAsync(id)).Row.State);
        await Truth.HoldsAsync(portal, [.. stuck]);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Row", "G3")]
    public async Task Headers_that_come_byte_by_byte_are_given_up_and_asked_about(bool taken)
    {
        for (var round = 0; round < Rounds.Of(ci: 1, nightly: 25); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Wire = WireFault.DripHead, EveryMs = 100, Taken = taken, DelayMs = 60_000 });
            await host.Portal.UntilAsync(id, LinkState.Unknown);
            FaultHost.ClearedUp(await host.LinkedAsync(id), taken);
        }
    }

    [Fact, Trait("Row", "G3")]
    public async Task A_body_that_comes_byte_by_byte_is_not_waited_for()
    {
        for (var round = 0; round < Rounds.Of(ci: 2, nightly: 25); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Wire = WireFault.DripBody, EveryMs = 60_000, Taken = true });
            Assert.Equal([T1, T2, T9], (await host.Portal.UntilAsync(id, LinkState.Linked)).Steps());
            await Truth.HoldsAsync(host.Portal, id);
        }
    }
}

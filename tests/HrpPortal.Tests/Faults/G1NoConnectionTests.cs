using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Faults;

/// <summary>G1: no connection, no such host, no TLS that may be trusted. Then nothing was sent, and nothing is in doubt.</summary>
public sealed class G1NoConnectionTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Fact, Trait("Row", "G1")]
    public async Task A_refused_connection_is_tried_again_and_never_in_doubt()
    {
        var portal = host.Portal;
        var patients = await portal.PermittedAsync(Rounds.Of(ci: 50, nightly: 500));
        var calls = portal.Sandbox.Received.Count;
        await portal.Sandbox.ShutAsync();
        var ids = await portal.SendAllAsync(patients);
        await portal.CalmAsync();

        foreach (var waiting in await portal.DetailsAsync(ids))
        {
            Assert.Contains(waiting.Row.State, new[] { LinkState.WaitRetry, LinkState.Queued });
            Assert.DoesNotContain(LinkTransition.T4, waiting.Steps());
            Assert.Equal(LinkReason.GatewayTrouble, waiting.Row.Reason);
        }

        Assert.Equal(calls, portal.Sandbox.Received.Count);
        await portal.Sandbox.OpenAsync();
        foreach (var linked in await portal.EndAsync(ids)) Assert.DoesNotContain(LinkTransition.T4, linked.Steps());
    }

    [Fact, Trait("Row", "G1")]
    public async Task A_connection_that_is_refused_when_permission_is_asked_for_delays_the_link_and_no_more()
    {
        var portal = host.Portal;
        portal.Clock.Advance(TimeSpan.FromSeconds(15));
        var patients = await portal.PatientsAsync(Rounds.Of(ci: 50, nightly: 500));
        await portal.Sandbox.ShutAsync();
        var ids = await portal.SendAllAsync(patients);
        await portal.CalmAsync();
        Assert.All(await portal.StatesAsync(ids), state => Assert.Equal(LinkState.Queued, state));
        await portal.Sandbox.OpenAsync();
        await portal.EndAsync(ids);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Row", "G1")]
    public async Task Without_a_certificate_that_can_be_trusted_not_a_word_is_said(bool expired)
    {
        await using var stranger = SandboxApp.Build([], options => (options.Port, options.TlsPort, options.TlsExpired, options.PeopleFile) = (0, 0, expired, ""));
        await stranger.StartAsync();
        await NothingLeavesAsync(new Uri(stranger.TlsAddress(), "gateway").ToString(), "TLS was refused");
        var seen = stranger.Services.GetRequiredService<SandboxState>();
        Assert.Empty(seen.Received);
        Assert.Empty(seen.Sessions.At);
    }

    [Fact, Trait("Row", "G1")]
    public Task A_host_that_does_not_exist_gets_nothing_and_the_link_waits() => NothingLeavesAsync("https://gateway.invalid/gateway", "no such host");

    private static async Task NothingLeavesAsync(string baseUrl, string why)
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Gateway:BaseUrl"] = baseUrl);
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        Authentication? seen = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await portal.OpenDbAsync();
                seen = await db.Set<Authentication>().AsNoTracking().SingleOrDefaultAsync();
                return seen is { ErrorMessage: not null };
            },
            () => $"no trouble was noted; {seen?.State}\n{portal.Log.Troubles}");
        Assert.Equal((AuthenticationState.Ready, why), (seen!.State, seen.ErrorMessage));
        await TriesAsync(portal, why, Rounds.Of(ci: 50, nightly: 500));
        Assert.Equal(LinkState.Queued, (await portal.DetailsAsync(id)).Row.State);
        Assert.Empty(portal.Sandbox.Received);
    }

    /// <summary>The portal's own way to the gateway, again and again, each time as soon as the circuit lets a call through.</summary>
    private static async Task TriesAsync(PortalHost portal, string why, int rounds)
    {
        var gateway = portal.Services.GetRequiredService<IGatewayApi>();
        var tried = 0;
        for (var call = 0; tried < rounds && call < rounds * 20; call++)
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(6));
            var body = new FetchAuthModesRequest(
                Guid.NewGuid(), portal.Clock.GetUtcNow(), new AuthModesQuery("test.person1@sbx", AuthPurpose.Link, new Requester("HIP", PortalHost.HipId)));
            var fault = Assert.IsType<GatewayReply.Failed>(await gateway.SendAsync(body, "sbx", default)).Fault;
            Assert.Equal((FaultKind.NotSent, null), (fault.Kind, fault.HttpStatus));
            if (fault.Message == why) tried++;
        }

        Assert.Equal(rounds, tried);
    }
}

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
        var patients = new List<HrpPortal.Patients.Patient>();
        for (var round = 0; round < Rounds.Of(ci: 10, nightly: 50); round++) patients.Add(await portal.PermittedAsync());
        var calls = portal.Sandbox.Received.Count;
        await portal.Sandbox.ShutAsync();
        var ids = new List<Guid>();
        foreach (var patient in patients) ids.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
        await portal.CalmAsync();

        foreach (var id in ids)
        {
            var waiting = await portal.DetailsAsync(id);
            Assert.Contains(waiting.Row.State, new[] { LinkState.WaitRetry, LinkState.Queued });
            Assert.DoesNotContain(LinkTransition.T4, waiting.Steps());
            Assert.Equal(LinkReason.GatewayTrouble, waiting.Row.Reason);
        }

        Assert.Equal(calls, portal.Sandbox.Received.Count);
        await portal.Sandbox.OpenAsync();
        foreach (var id in ids) await host.LinkedAsync(id);
    }

    [Fact, Trait("Row", "G1")]
    public async Task A_connection_that_is_refused_when_permission_is_asked_for_delays_the_link_and_no_more()
    {
        var portal = host.Portal;
        portal.Clock.Advance(TimeSpan.FromSeconds(15));
        var patient = await portal.PatientAsync();
        await portal.Sandbox.ShutAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.CalmAsync();
        Assert.Equal(LinkState.Queued, (await portal.DetailsAsync(id)).Row.State);
        await portal.Sandbox.OpenAsync();
        await host.LinkedAsync(id);
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
        Assert.Equal(LinkState.Queued, (await portal.DetailsAsync(id)).Row.State);
        Assert.Empty(portal.Sandbox.Received);
    }
}

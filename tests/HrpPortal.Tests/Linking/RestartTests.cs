using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The portal ends with work in hand, and another one goes on with it.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly Dictionary<TestEngine, PortalHost> _hosts = [];

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_request_that_waits_for_its_permission_goes_on_after_a_restart(TestEngine engine)
    {
        var portal = await StartAsync(engine);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Hold = true });
        var id = await SendAsync(portal);
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 1, "on-init is not held");
        await RestartAsync(portal);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_permission_whose_answer_was_lost_in_the_restart_is_asked_for_again(TestEngine engine)
    {
        var portal = await StartAsync(engine);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
        var id = await SendAsync(portal);
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 1, "on-confirm is not held");
        await portal.StopAsync();
        await portal.Sandbox.ReleaseAsync();
        portal.StartAgain();

        // Other nodes may live on PostgreSQL: what the stopped one had leased is free when the lease runs out.
        if (engine == TestEngine.PostgreSql) await portal.LeasesRunOutAsync();
        await portal.LinkedAfterAsync(id, TimeSpan.FromMinutes(6));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T4"), Trait("Row", "T5"), Trait("Row", "I10")]
    public async Task A_call_that_was_on_its_way_is_asked_about_after_a_restart(TestEngine engine)
    {
        var portal = await StartAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { AnswerDelayMs = 1000, Hold = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Dispatching);
        await Eventually.TrueAsync(() => portal.Sandbox.Scripted == 0, "the call has not arrived");
        await RestartAsync(portal);
        if (engine == TestEngine.PostgreSql) await portal.LeasesRunOutAsync();
        var accepted = await portal.UntilAsync(id, LinkState.Accepted);
        Assert.Equal([LinkTransition.T1, LinkTransition.T2, LinkTransition.T4, LinkTransition.T5], accepted.Steps());
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 1, "the callback is not held");
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_callback_that_was_written_down_and_not_applied_is_applied_after_a_restart(TestEngine engine)
    {
        var portal = await StartAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Silent = true });
        var id = await SendAsync(portal);
        var requestId = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId;
        var body = portal.Services.GetRequiredService<CallbackBodies>().Close(Encoding.UTF8.GetBytes(Says.Success(requestId)));
        await portal.StopAsync();
        await using (var db = portal.Store.Open())
        {
            db.Add(new InboxCallback
            {
                Id = Guid.CreateVersion7(), Path = CallbackPaths.OnAddContexts, HipId = PortalHost.HipId, RequestId = "", RespRequestId = requestId, BodyHash = "left behind",
                ProtectedBody = body, Kid = "", ReceivedAt = DateTime.UnixEpoch,
            });
            await db.SaveChangesAsync();
        }

        portal.StartAgain();
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    private async Task<PortalHost> StartAsync(TestEngine engine) => _hosts[engine] = await PortalHost.StartAsync(engine: engine);

    private static async Task RestartAsync(PortalHost portal)
    {
        await portal.StopAsync();
        portal.StartAgain();
    }

    private static async Task<Guid> SendAsync(PortalHost portal)
    {
        var patient = await portal.PatientAsync();
        return await portal.SendAsync(patient, await portal.RecordAsync(patient));
    }
}

using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Linking;

/// <summary>When ABDM is back, nobody waits for the hour that was set while it was away.</summary>
public sealed class GatewayReturnTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T7"), Trait("Row", "A14")]
    public async Task What_was_put_off_for_long_goes_out_soon_after_ABDM_is_back(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Status = 503, Times = 1_000 });

        // The whole host is away: a look that is answered in between would be its return, and what fails after it no outage.
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Certs, Status = 503, Times = 1_000 });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        for (var step = 0; await WaitAsync() is var wait && wait < TimeSpan.FromMinutes(30); step++)
        {
            Assert.True(step < 30, $"After {step} times it still waits for {wait} only.");
            portal.Clock.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1));
        }

        var asked = portal.Calls(CallPaths.Init, patient.PhrAddress!);
        portal.Sandbox.ClearScript();

        // One look that is answered, and it is known that ABDM is back: long before the half hour is over.
        await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(20), most: 60);
        Assert.Equal(asked + 1, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, id);

        async Task<TimeSpan> WaitAsync()
        {
            await portal.CalmAsync();
            return (await portal.DetailsAsync(id)).Row.NextAttemptAt!.Value - portal.Clock.GetUtcNow().UtcDateTime;
        }
    }
}

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
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Status = 503, Times = 5 });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        for (var i = 0; i < 5; i++)
        {
            await Eventually.TrueAsync(() => portal.Calls(CallPaths.Init, patient.PhrAddress!) == i + 1, $"not asked {i + 1} times");
            await portal.CalmAsync();
            if (i < 4) portal.Clock.Advance((await portal.DetailsAsync(id)).Row.NextAttemptAt!.Value - portal.Clock.GetUtcNow().UtcDateTime);
        }

        var waits = await portal.DetailsAsync(id);
        Assert.True(waits.Row.NextAttemptAt > portal.Clock.GetUtcNow().UtcDateTime.AddMinutes(30), $"only to {waits.Row.NextAttemptAt}");
        portal.Sandbox.ClearScript();

        // One look that is answered, and it is known that ABDM is back.
        await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(20));
        Assert.Equal(6, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, id);
    }
}

using HrpPortal.Linking;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Linking;

/// <summary>The whole portal against the sandbox: from a clerk's command to what the consent manager holds.</summary>
public sealed class LinkJourneyTests
{
    [Theory, MemberData(nameof(Engines))]
    public async Task A_record_of_a_patient_without_a_token_is_linked(TestEngine engine)
    {
        await using var portal = await PortalHost.StartAsync(engine: engine);
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });

        var id = await portal.SendAsync(patient, record);

        // The answer waits for our 202, so that there is a T3: sooner than that it would make it needless (C1).
        await portal.UntilAsync(id, LinkState.Accepted);
        await portal.Sandbox.ReleaseAsync();
        var details = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(1, portal.Sandbox.Find(PortalHost.HipId, patient.PhrAddress!, $"CC-{record.VisitNumber}")?.SuccessEffects);
        Assert.Equal(
            [LinkTransition.T1, LinkTransition.T2, LinkTransition.T3, LinkTransition.T9],
            details.Events.Select(happened => happened.Transition));
    }

    [Fact]
    public async Task Details_that_differ_stop_at_a_person_and_go_on_when_mended()
    {
        await using var portal = await PortalHost.StartAsync();
        var patient = await portal.PatientAsync(account => account with { Name = "Somebody Else" });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        var stopped = await portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal((LinkReason.DetailsDiffer, "1441"), (stopped.Row.Reason, stopped.Row.ErrorCode));

        portal.Sandbox.AddAccount(new(patient.PhrAddress!, patient.Name, "F", HrpPortal.Gateway.Demographic.Day(patient.BirthDate)));
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.UntilAsync(id, LinkState.Linked);
    }

    [Fact]
    public async Task One_care_context_that_ABDM_has_already_is_linked()
    {
        await using var portal = await PortalHost.StartAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = HrpPortal.Gateway.GatewayPaths.AddContexts, ErrorCode = 1439, Message = "Some of the Care Contexts are already linked" });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        var details = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(LinkTransition.T10, details.Events[^1].Transition);
    }

    public static TheoryData<TestEngine> Engines => [TestEngine.Sqlite, TestEngine.PostgreSql];
}

using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>"The token comes first": when it is there, when it is fetched, who shares it, and what becomes of a refusal.</summary>
public sealed class PermissionTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T2")]
    public async Task A_saved_permission_is_used_without_asking_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1402, Message = "Care context not found" });
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(first, LinkState.Refused);

        // The counter of the token rises with success only: what the refusal left is used.
        var second = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(second, LinkState.Linked);
        Assert.Equal(1, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, first, second);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I10")]
    public async Task Two_requests_of_one_patient_take_a_permission_each(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        HealthRecord[] records = [await portal.RecordAsync(patient), await portal.RecordAsync(patient), await portal.RecordAsync(patient)];

        var ids = await Task.WhenAll(records.Select(record => portal.SendAsync(patient, record)));

        foreach (var id in ids) await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(3, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, ids);
    }

    /// <summary>Each looks and finds nothing open; an index lets one through, and the others look anew.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Those_who_ask_for_one_patient_at_once_share_the_question(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var asking = portal.Services.GetRequiredService<AskingPatients>();

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => asking.AskAsync(PortalHost.HipId, patient.Id, LinkRequest.OutboxKeyOf))));

        Assert.NotNull(Assert.Single(ids.Distinct()));
        await using var db = await portal.OpenDbAsync();
        Assert.Equal(1, await db.Set<Authentication>().CountAsync(one => one.PatientId == patient.Id));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T14")]
    public async Task A_permission_that_comes_for_another_request_does_not_end_the_wait_for_an_answer(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(first, LinkState.Accepted);

        var second = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(second, LinkState.Linked);
        await portal.CalmAsync();

        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(first)).Row.State);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(first, LinkState.Linked);
        await Truth.HoldsAsync(portal, first, second);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T16"), Trait("Row", "T20")]
    public async Task An_address_that_ABDM_does_not_know_is_mended_and_tried_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync(_ => null, address: $"unknown.{engine}@sbx");
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var stopped = await portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal((LinkReason.AddressUnknown, "1437"), (stopped.Row.Reason, stopped.Row.ErrorCode));

        var right = await portal.CorrectAsync(patient, one => one.PhrAddress = $"known.{engine}@sbx");
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));

        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(right.PhrAddress, linked.Row.PhrAddress);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T16"), Trait("Row", "T20")]
    public async Task Details_that_differ_stop_all_who_wait_and_go_on_when_the_patient_is_corrected(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync(account => account with { Name = "Asha Rao" });
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var second = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        Assert.Equal((LinkReason.DetailsDiffer, "1441"), Why(await portal.UntilAsync(first, LinkState.NeedsHuman)));
        Assert.Equal((LinkReason.DetailsDiffer, "1441"), Why(await portal.UntilAsync(second, LinkState.NeedsHuman)));

        await portal.CorrectAsync(patient, one => one.Name = "Asha Rao");
        foreach (var id in (Guid[])[first, second]) Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));

        await portal.UntilAsync(first, LinkState.Linked);
        await portal.UntilAsync(second, LinkState.Linked);
        Assert.False(await portal.Links.TryAgainAsync(PortalHost.HipId, first, A.Clerk));
        await Truth.HoldsAsync(portal, first, second);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_blocked_address_holds_its_requests_to_the_end_of_the_block_and_is_not_asked_meanwhile(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, ErrorCode = 1423, Message = "User temporarily blocked" });
        List<Guid> ids = [await portal.SendAsync(patient, await portal.RecordAsync(patient)), await portal.SendAsync(patient, await portal.RecordAsync(patient))];
        foreach (var id in ids) await HeldAsync(portal, id);

        // A third request of the same address learns of the block here, and troubles neither ABDM nor the other two.
        ids.Add(await portal.SendAsync(patient, await portal.RecordAsync(patient)));
        await HeldAsync(portal, ids[2]);
        await portal.CalmAsync();
        Assert.Equal(1, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        foreach (var id in ids) await HeldAsync(portal, id);

        portal.Clock.Advance(TimeSpan.FromHours(24));
        foreach (var id in ids) await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, [.. ids]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Trouble_of_the_gateway_during_the_authentication_begins_it_anew(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, GatewayError = true });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await Eventually.TrueAsync(() => portal.Sandbox.Callbacks.Any(one => one.HipId.StartsWith("bridge_", StringComparison.Ordinal)), "the gateway's own error was not delivered");
        await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(10));
        Assert.Equal(2, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_authentication_that_is_never_answered_begins_anew_after_six_minutes(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Silent = true });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await Eventually.TrueAsync(() => portal.Calls(CallPaths.Init, patient.PhrAddress!) == 1, "init was not called");
        await portal.LinkedAfterAsync(id, TimeSpan.FromMinutes(6));
        await Truth.HoldsAsync(portal, id);
    }

    private static (LinkReason, string?) Why(LinkDetails details) => (details.Row.Reason, details.Row.ErrorCode);

    private static Task HeldAsync(PortalHost portal, Guid id) => Eventually.TrueAsync(
        async () => (await portal.DetailsAsync(id)).Row is { State: LinkState.Queued, Reason: LinkReason.PermissionBlocked, ErrorCode: "1423" },
        () => $"{id} is not held\n{portal.Log.Troubles}");
}

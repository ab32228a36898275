using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>The patient decides in the app (DIRECT), by the whole portal against the sandbox: yes, no, late, twice and never.</summary>
public sealed class AskInAppTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private const string OnNotify = "/v0.5/users/auth/on-notify";

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    [Trait("Row", "HIP_INTI_LINK_401"), Trait("Row", "HIP_INTI_LINK_402"), Trait("Row", "HIP_INTI_LINK_403"), Trait("Row", "HIP_INTI_LINK_404")]
    public async Task Approved_in_the_app_the_request_goes_on_and_ABDM_hears_that_we_know(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, _, id) = await portal.AskedForAsync(AuthenticationMethod.Direct);
        var before = Acknowledgements(portal);

        await portal.DecideAsync(patient, "approve");

        await portal.UntilAsync(id, LinkState.Linked);
        await Eventually.TrueAsync(() => Acknowledgements(portal) == before + 1, "no acknowledgement came");
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "HIP_INTI_LINK_401")]
    public async Task Denied_in_the_app_the_request_waits_for_a_person(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, _, id) = await portal.AskedForAsync(AuthenticationMethod.Direct);

        await portal.DecideAsync(patient, "deny");

        Assert.Equal(LinkReason.PermissionDenied, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.UntilAsync(id, LinkState.Linked);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Never_answered_the_request_waits_for_a_person(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (_, _, id) = await portal.AskedForAsync(AuthenticationMethod.Direct);

        portal.Clock.Advance(TimeSpan.FromHours(2.1));

        Assert.Equal(LinkReason.PermissionUnanswered, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Approved_after_somebody_chose_a_code_instead_it_still_counts(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, asking, id) = await portal.AskedForAsync(AuthenticationMethod.Direct);
        await portal.ChooseAsync(patient, asking, AuthenticationMethod.MobileOtp);

        await portal.DecideAsync(patient, "approve");

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(AuthenticationState.Granted, (await portal.UntilAskedAsync(patient, asked => asked.Open is null)).Last!.State);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_no_to_what_was_asked_before_ends_nothing(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.Direct);
        await portal.ChooseAsync(patient, asking, AuthenticationMethod.MobileOtp);
        var before = Acknowledgements(portal);

        await portal.DecideAsync(patient, "deny");

        await Eventually.TrueAsync(() => Acknowledgements(portal) == before + 1, "no acknowledgement came");
        Assert.True(await portal.TypeAsync(asking, patient));
        await portal.UntilAskedAsync(patient, asked => asked is { Open: null, Last.State: AuthenticationState.Granted });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Given_up_a_request_whose_details_differ_waits_for_a_person_as_before(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync(name: "T. Person");
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.NeedsHuman);
        var asking = await portal.AskAsync(patient, AuthenticationMethod.Direct);
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.WaitsForPatientAsync(id);

        Assert.True(await portal.Asking().GiveUpAsync(PortalHost.HipId, asking));

        Assert.Equal(LinkReason.DetailsDiffer, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        Assert.Equal(2, portal.Calls("/v0.5/users/auth/init", patient.PhrAddress!));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Given_up_a_request_that_was_not_refused_goes_on_by_the_details_on_file(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (_, asking, id) = await portal.AskedForAsync(AuthenticationMethod.Direct);

        Assert.True(await portal.Asking().GiveUpAsync(PortalHost.HipId, asking));

        await portal.UntilAsync(id, LinkState.Linked);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_restart_in_the_middle_loses_neither_the_question_nor_the_answer(TestEngine engine)
    {
        await using var portal = await PortalHost.StartAsync(engine: engine);
        var (patient, asking, id) = await portal.AskedForAsync(AuthenticationMethod.MobileOtp);
        Assert.True(await portal.TypeAsync(asking, PatientsPhone.Wrong(await portal.CodeAsync(patient))));
        await portal.UntilAskedAsync(patient, asked => asked.Open is { TriesLeft: 2, State: AuthenticationState.NeedsCode });

        await portal.StopAsync();
        portal.StartAgain();

        var asked = await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode });
        Assert.Equal(2, asked.Open!.TriesLeft);
        await portal.ChooseAsync(patient, asking, AuthenticationMethod.Direct);
        await portal.StopAsync();
        portal.StartAgain();

        await portal.DecideAsync(patient, "approve");
        await portal.UntilAsync(id, LinkState.Linked);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_decision_about_what_nobody_here_asked_is_kept_and_acknowledged_once_all_the_same(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var requestId = Guid.NewGuid();
        var body = $$"""{"requestId":"{{requestId}}","timestamp":"2026-11-22T10:00:00Z","auth":{"transactionId":"{{Guid.NewGuid()}}","status":"DENIED"} }""";

        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(AbdmCalls.AuthNotify, body));

        await Eventually.TrueAsync(() => Acknowledged(portal, requestId) == 1, "no acknowledgement came");
        await KeptAsync(portal, requestId);

        // It is looked at again, now and then: what a restore brings back may have asked for it. ABDM hears of it once.
        var kept = portal.Services.GetRequiredService<InboxEffects>();
        await using var db = await portal.OpenDbAsync();
        await kept.TakeAsync(await db.Set<InboxCallback>().AsNoTracking().Where(one => one.RespRequestId == requestId).ToListAsync(), default);
        Assert.Equal(1, await db.Set<HrpPortal.Calls.AbdmCall>().CountAsync(one => one.RequestId == requestId));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_another_facilitys_patient_decided_is_acknowledged_and_gives_this_one_no_token(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.Direct);
        await using var db = await portal.OpenDbAsync();
        var asked = await db.Set<AuthenticationExchange>().Where(one => one.AuthenticationId == asking && one.TransactionId != null).FirstAsync();
        var requestId = Guid.NewGuid();
        var body = $$"""{"requestId":"{{requestId}}","timestamp":"2026-11-22T10:00:00Z","auth":{"transactionId":"{{asked.TransactionId}}","status":"DENIED"} }""";

        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(AbdmCalls.AuthNotify, body, PortalHost.OtherHipId));

        await Eventually.TrueAsync(() => Acknowledged(portal, requestId) == 1, "no acknowledgement came");
        await KeptAsync(portal, requestId);
        await portal.UntilAskedAsync(patient, one => one.Open is { State: AuthenticationState.NeedsPatient });
    }

    private static Task KeptAsync(PortalHost portal, Guid call) => Eventually.TrueAsync(
        async () =>
        {
            await using var db = await portal.OpenDbAsync();
            return db.Set<InboxCallback>().Any(one => one.RespRequestId == call && one.Outcome == CallbackOutcome.Orphan);
        },
        () => "it is not kept as unknown");

    private static int Acknowledged(PortalHost portal, Guid call) =>
        portal.Sandbox.Received.Count(one => one.Path == OnNotify && one.Body.Contains(call.ToString(), StringComparison.Ordinal));

    private static int Acknowledgements(PortalHost portal) => portal.Sandbox.Received.Count(one => one.Path == OnNotify && one.Status == 202);
}

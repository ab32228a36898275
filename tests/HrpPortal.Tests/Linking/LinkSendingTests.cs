using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Linking;

/// <summary>What the gateway may do instead of answering 202, and that nothing is lost or sent twice for it.</summary>
public sealed class LinkSendingTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T4"), Trait("Row", "T5"), Trait("Row", "I10"), Trait("Row", "G4")]
    public async Task A_call_that_broke_and_had_arrived_is_asked_about_and_not_repeated(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Abort = true, Taken = true, Hold = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Unknown);

        portal.Clock.Advance(TimeSpan.FromSeconds(20));
        var accepted = await portal.UntilAsync(id, LinkState.Accepted);

        Assert.Equal([T1, T2, T4, T5], accepted.Steps());
        Assert.Equal((1, 2), (accepted.Attempts.Count, portal.Calls(accepted)));
        Assert.Equal([0, 429], Statuses(portal, accepted));
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T4"), Trait("Row", "T6"), Trait("Row", "I10")]
    public async Task A_call_that_broke_and_had_not_arrived_arrives_by_the_question(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Abort = true });
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Unknown);

        portal.Clock.Advance(TimeSpan.FromSeconds(20));
        await portal.UntilAsync(id, LinkState.Accepted);
        await portal.Sandbox.ReleaseAsync();

        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal([T1, T2, T4, T6, T9], linked.Steps());
        Assert.Equal((1, 2), (linked.Attempts.Count, portal.Calls(linked)));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T14"), Trait("Row", "T9")]
    public async Task A_call_of_which_nothing_is_ever_known_is_asked_about_twice_and_then_called_no_answer(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Abort = true, Times = 3 });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Unknown);
        foreach (var (seconds, calls) in ((int, int)[])[(20, 2), (70, 3)]) await AskedAsync(portal, id, seconds, calls);
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await portal.CalmAsync();
        Assert.Equal(LinkState.Unknown, (await portal.DetailsAsync(id)).Row.State);

        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var lost = await portal.UntilAsync(id, LinkState.NoAnswer);
        Assert.Equal([T1, T2, T4, T14], lost.Steps());
        Assert.Equal(AttemptState.Unanswered, lost.Attempts.Single().State);

        // Not failed: should an answer come after all, it counts.
        await portal.AnswerAsync(Says.Success(lost.Attempts[0].RequestId));
        Assert.Equal(T9, (await portal.UntilAsync(id, LinkState.Linked)).Steps()[^1]);
        await Truth.HoldsAsync(portal);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T14")]
    public async Task An_accepted_call_without_a_callback_is_no_answer_after_six_minutes_and_not_before(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Silent = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Accepted);
        portal.Clock.Advance(TimeSpan.FromSeconds(5 * 60 + 50));
        await portal.CalmAsync();
        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(id)).Row.State);
        portal.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal([T1, T2, T14], (await portal.UntilAsync(id, LinkState.NoAnswer)).Steps());
        await Truth.HoldsAsync(portal);
    }

    [Theory, InlineData(500, "2500"), InlineData(503, "2503"), Trait("Row", "T7"), Trait("Row", "G6")]
    public async Task A_gateway_in_trouble_is_tried_again_under_a_new_requestId(int status, string code)
    {
        var portal = await hosts.OnAsync(status == 500 ? TestEngine.Sqlite : TestEngine.PostgreSql);
        portal.ToAddContexts(new ScriptedAnswer { Status = status });
        var id = await SendAsync(portal);
        var waiting = await portal.UntilAsync(id, LinkState.WaitRetry);
        Assert.Equal((LinkReason.GatewayTrouble, code), (waiting.Row.Reason, waiting.Attempts[0].ErrorCode));

        var linked = await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(7));
        Assert.Equal([T1, T2, T7, T2, T9], linked.Steps());
        Assert.Equal(2, linked.Attempts.Select(attempt => attempt.RequestId).Distinct().Count());
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T7"), Trait("Row", "G6")]
    public async Task A_session_that_ended_is_renewed_once_within_the_attempt(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        var patient = await portal.PatientAsync();
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 1, "on-confirm is not held");
        portal.Sandbox.EndSessions();
        await portal.Sandbox.ReleaseAsync();

        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal([401, 202], Statuses(portal, linked));
        Assert.Single(linked.Attempts);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T7"), Trait("Row", "G6")]
    public async Task A_session_that_no_renewal_cures_waits_for_another_try(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        portal.ToAddContexts(new ScriptedAnswer { Status = 401, Times = 2 });
        var id = await SendAsync(portal);
        var waiting = await portal.UntilAsync(id, LinkState.WaitRetry);
        Assert.Equal([401, 401], Statuses(portal, waiting));
        await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(7));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T8")]
    public async Task A_call_that_the_gateway_will_not_have_is_refused_and_its_records_are_free_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        portal.ToAddContexts(new ScriptedAnswer { Status = 400 });
        var first = await portal.SendAsync(patient, record);
        var refused = await portal.UntilAsync(first, LinkState.Refused);
        Assert.Equal((LinkReason.OurRequestBad, T8), (refused.Row.Reason, refused.Steps()[^1]));

        var second = await portal.SendAsync(patient, record);
        await portal.UntilAsync(second, LinkState.Linked);
        Assert.Single(portal.Sandbox.Linked, link => link.Address == patient.PhrAddress);
        await Truth.HoldsAsync(portal, second);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T16")]
    public async Task After_eight_attempts_a_person_is_asked(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Status = 503, Times = LinkRequest.MostAttempts });
        var id = await SendAsync(portal);
        for (var i = 1; i < LinkRequest.MostAttempts; i++)
        {
            await Eventually.TrueAsync(async () => (await portal.DetailsAsync(id)).Attempts.Count(attempt => attempt.State == AttemptState.Postponed) == i, () => $"no {i} attempts");
            portal.Clock.Advance((await portal.DetailsAsync(id)).Row.NextAttemptAt!.Value - portal.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(1));
        }

        var stopped = await portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal((LinkReason.AttemptsUsedUp, LinkRequest.MostAttempts), (stopped.Row.Reason, portal.Calls(stopped)));
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T17")]
    public async Task A_request_is_cancelled_while_it_waits_and_not_while_it_is_on_its_way(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        portal.ToAddContexts(new ScriptedAnswer { Status = 503 });
        var first = await portal.SendAsync(patient, record);
        await portal.UntilAsync(first, LinkState.WaitRetry);
        Assert.False(await portal.Links.CancelAsync(PortalHost.OtherHipId, first, A.Clerk));
        Assert.True(await portal.Links.CancelAsync(PortalHost.HipId, first, A.Clerk));
        Assert.Equal([T1, T2, T7, T17], (await portal.UntilAsync(first, LinkState.Cancelled)).Steps());

        // Its records and its permission are free: another request takes both.
        portal.ToAddContexts(new ScriptedAnswer { AnswerDelayMs = 700, Hold = true });
        var second = await portal.SendAsync(patient, record);
        await portal.UntilAsync(second, LinkState.Dispatching);
        Assert.False(await portal.Links.CancelAsync(PortalHost.HipId, second, A.Clerk));
        await portal.UntilAsync(second, LinkState.Accepted);
        Assert.False(await portal.Links.CancelAsync(PortalHost.HipId, second, A.Clerk));
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(second, LinkState.Linked);
        Assert.Equal(1, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.HoldsAsync(portal, second);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T17")]
    public async Task A_request_that_waits_for_its_permission_is_cancelled_and_the_permission_serves_the_next(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Hold = true });
        var first = await portal.SendAsync(patient, record);
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 1, "on-init is not held");
        Assert.True(await portal.Links.CancelAsync(PortalHost.HipId, first, A.Clerk));
        await portal.Sandbox.ReleaseAsync();
        await portal.CalmAsync();

        var second = await portal.SendAsync(patient, record);
        await portal.UntilAsync(second, LinkState.Linked);
        Assert.Equal(1, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        Assert.Equal([T1, T17], (await portal.DetailsAsync(first)).Steps());
        await Truth.HoldsAsync(portal, second);
    }

    private static async Task<Guid> SendAsync(PortalHost portal)
    {
        var patient = await portal.PatientAsync();
        HealthRecord record = await portal.RecordAsync(patient);
        return await portal.SendAsync(patient, record);
    }

    private static Task AskedAsync(PortalHost portal, Guid id, int seconds, int calls)
    {
        portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Eventually.TrueAsync(async () => portal.Calls(await portal.DetailsAsync(id)) == calls, () => $"not asked {calls} times");
    }

    private static int[] Statuses(PortalHost portal, LinkDetails details) =>
        [.. portal.Sandbox.Received.Where(one => one.RequestId == details.Attempts[^1].RequestId.ToString()).Select(one => one.Status)];
}

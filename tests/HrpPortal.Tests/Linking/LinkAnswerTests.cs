using HrpPortal.Callbacks;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Linking;

/// <summary>What ABDM answers, in whatever order and however often, and what becomes of the request.</summary>
public sealed class LinkAnswerTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private const string SomeLinked = "Some of the Care Contexts are already linked, please remove the linked Care Contexts.";

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T9"), Trait("Row", "C1")]
    public async Task A_callback_before_our_202_wins(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Early = true, AnswerDelayMs = 400 });
        var id = await SendAsync(portal);
        var linked = await portal.UntilAsync(id, LinkState.Linked);
        await Eventually.TrueAsync(async () => (linked = await portal.DetailsAsync(id)).Attempts[0].HttpStatus == 202, () => "the 202 was not noted");
        Assert.Equal([T1, T2, T9], linked.Events.Select(happened => happened.Transition));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C3"), Trait("Row", "J27")]
    public async Task The_same_callback_fifty_times_at_once_is_one_effect(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Copies = 50 });
        var id = await SendAsync(portal);
        var linked = await portal.UntilAsync(id, LinkState.Linked);
        var requestId = linked.Attempts[0].RequestId;
        var copies = () => portal.Sandbox.Callbacks.Where(one => one.Body.Contains(requestId.ToString(), StringComparison.Ordinal)).ToList();
        await Eventually.TrueAsync(() => copies().Count == 50, "50 copies were not delivered");
        Assert.All(copies(), copy => Assert.Equal(202, copy.Status));
        await portal.CalmAsync();
        await using var db = await portal.OpenDbAsync();
        Assert.Equal(1, await db.Set<InboxCallback>().CountAsync(one => one.RespRequestId == requestId));
        Assert.Single((await portal.DetailsAsync(id)).Steps(), T9);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T18"), Trait("Row", "C4"), Trait("Row", "J28")]
    public async Task An_error_after_the_success_is_noted_as_a_contradiction_and_changes_nothing(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var id = await SendAsync(portal);
        var linked = await portal.UntilAsync(id, LinkState.Linked);
        await portal.AnswerAsync(Says.Error(linked.Attempts[0].RequestId, 1402));
        await portal.AnswerAsync(Says.Success(linked.Attempts[0].RequestId));
        await Eventually.TrueAsync(async () => (linked = await portal.DetailsAsync(id)).Steps().Count(step => step == T18) == 2, () => "not noted");
        Assert.Equal((LinkState.Linked, true, false), (linked.Row.State, linked.Events[^2].Contradicts, linked.Events[^1].Contradicts));
        Assert.Null(linked.Row.ErrorCode);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T13"), Trait("Row", "T19"), Trait("Row", "C4")]
    public async Task A_success_after_the_error_wins_because_it_is_the_truth(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var id = await SendAsync(portal);
        var accepted = await portal.UntilAsync(id, LinkState.Accepted);
        await portal.AnswerAsync(Says.Error(accepted.Attempts[0].RequestId, 1402, "Care context not found"));
        await portal.UntilAsync(id, LinkState.Refused);
        await portal.Sandbox.ReleaseAsync();
        Assert.Equal([T1, T2, T13, T19], (await portal.UntilAsync(id, LinkState.Linked)).Steps());
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T9"), Trait("Row", "C4"), Trait("Row", "T18")]
    public async Task A_success_for_an_attempt_that_was_given_up_links_whatever_the_newer_one_brings(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { GatewayError = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.WaitRetry);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        portal.Clock.Advance(TimeSpan.FromSeconds(7));
        var again = await portal.UntilAsync(id, LinkState.Accepted);

        await portal.AnswerAsync(Says.Success(again.Attempts[0].RequestId));
        await portal.UntilAsync(id, LinkState.Linked);
        await portal.Sandbox.ReleaseAsync();
        await Eventually.TrueAsync(async () => (again = await portal.DetailsAsync(id)).Steps()[^1] == T18, () => "the newer answer was not noted");
        Assert.Equal([T1, T2, T12, T2, T9, T18], again.Steps());
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T9"), Trait("Row", "T14")]
    public async Task A_success_after_41_minutes_still_links(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        portal.ToAddContexts(new ScriptedAnswer { Silent = true });
        var id = await SendAsync(portal);
        await portal.UntilAsync(id, LinkState.Accepted);
        portal.Clock.Advance(TimeSpan.FromMinutes(7));
        await portal.UntilAsync(id, LinkState.NoAnswer);
        portal.Clock.Advance(TimeSpan.FromMinutes(34));
        await portal.UntilAsync(id, LinkState.Accepted);
        await portal.Sandbox.ReleaseAsync();
        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal([T1, T2, T14, T15, T9], linked.Steps());
        Assert.Equal(41, (int)linked.Row.CameLate!.Value.TotalMinutes);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T10")]
    public async Task Already_linked_is_linked_for_a_single_care_context(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1439, Message = SomeLinked });
        var linked = await portal.UntilAsync(await SendAsync(portal), LinkState.Linked);
        Assert.Equal(T10, linked.Steps()[^1]);
        Assert.Equal(LinkContextState.LinkedBefore, linked.Contents.Single().State);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T12")]
    public async Task A_permission_that_ABDM_does_not_take_is_fetched_anew_and_the_request_sent_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1500, Message = "Token is invalid or expired" });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal([T1, T2, T12, T2, T9], linked.Steps());
        Assert.Equal((2, 2), (portal.Calls(CallPaths.Init, patient.PhrAddress!), portal.Calls(linked)));
        Assert.Equal(2, linked.Attempts.Select(attempt => attempt.LinkingTokenId).Distinct().Count());
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T12"), Trait("Row", "T16")]
    public async Task New_permissions_are_fetched_twice_at_most(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1500, Message = "Number of repeat action exceeded", Times = 3 });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var stopped = await portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal((LinkReason.TokenRefused, "1500"), (stopped.Row.Reason, stopped.Row.ErrorCode));
        Assert.Equal((3, 3), (portal.Calls(CallPaths.Init, patient.PhrAddress!), portal.Calls(stopped)));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T12"), Trait("Row", "J26")]
    public async Task An_error_that_the_gateway_makes_itself_is_tried_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { GatewayError = true });
        var id = await SendAsync(portal);
        var waiting = await portal.UntilAsync(id, LinkState.WaitRetry);
        Assert.Equal((LinkReason.GatewayTrouble, "2500"), (waiting.Row.Reason, waiting.Attempts[0].ErrorCode));
        var linked = await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(7));
        Assert.Equal(2, linked.Attempts.Count);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T9")]
    public async Task A_success_after_a_refusal_uses_up_the_permission_that_the_refusal_had_freed(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var accepted = await portal.UntilAsync(first, LinkState.Accepted);
        await portal.AnswerAsync(Says.Error(accepted.Attempts[0].RequestId, 1402));
        await portal.UntilAsync(first, LinkState.Refused);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(first, LinkState.Linked);

        var second = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var linked = await portal.UntilAsync(second, LinkState.Linked);
        Assert.Equal([T1, T2, T9], linked.Steps());
        await Truth.HoldsAsync(portal, first, second);
    }

    private static async Task<Guid> SendAsync(PortalHost portal)
    {
        var patient = await portal.PatientAsync();
        return await portal.SendAsync(patient, await portal.RecordAsync(patient));
    }
}

using HrpPortal.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkState;

namespace HrpPortal.Tests.Linking;

/// <summary>
/// Every step × every state. A step that the table of guarantees.md allows changes the state; an answer that comes too late is
/// noted (T18) and changes nothing; a repeated step does nothing; anything else throws.
/// </summary>
public sealed class TransitionTableTests
{
    private static readonly DateTime Now = Requests.Start.AddMinutes(1);

    private static readonly LinkState[] WaitsForAnswer = [Dispatching, Unknown, Accepted, NoAnswer];
    private static readonly LinkState[] Waits = [LinkState.Queued, WaitRetry, NoAnswer];

    public static TheoryData<LinkState> States => [.. Enum.GetValues<LinkState>()];

    [Theory, MemberData(nameof(States)), Trait("Row", "T1"), Trait("Row", "P3")]
    public void T1_queues_once(LinkState from) => Check(from, Repeated(), request => request.Queue(A.Clerk, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T2"), Trait("Row", "T15"), Trait("Row", "P3")]
    public void T2_T15_begin_an_attempt_from_what_waits(LinkState from) =>
        Check(from, Waits.Contains(from) ? To(Dispatching, from is NoAnswer ? LinkTransition.T15 : LinkTransition.T2) : null, request => request.BeginAttempt(Guid.NewGuid(), null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T3"), Trait("Row", "P3")]
    public void T3_accepts_what_is_on_its_way_and_overwrites_no_answer(LinkState from) =>
        Check(from, from is Dispatching or Unknown ? To(Accepted, LinkTransition.T3) : Repeated(), request => request.AttemptAccepted(Last(request), LinkTransition.T3, 202, null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T4"), Trait("Row", "P3")]
    public void T4_does_not_know(LinkState from) =>
        Check(from, from is Dispatching ? To(Unknown, LinkTransition.T4) : Repeated(), request => request.AttemptUnknown(Last(request), null, Now, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T5"), Trait("Row", "P3")]
    public void T5_was_taken_before(LinkState from) =>
        Check(from, from is Unknown ? To(Accepted, LinkTransition.T5) : from is Dispatching ? null : Repeated(),
            request => request.AttemptAccepted(Last(request), LinkTransition.T5, 429, null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T6"), Trait("Row", "P3")]
    public void T6_is_taken_now(LinkState from) =>
        Check(from, from is Unknown ? To(Accepted, LinkTransition.T6) : from is Dispatching ? null : Repeated(),
            request => request.AttemptAccepted(Last(request), LinkTransition.T6, 202, null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T7"), Trait("Row", "P3")]
    public void T7_waits_for_another_try(LinkState from) =>
        Check(from, from is Dispatching or Unknown ? To(WaitRetry, LinkTransition.T7) : Repeated(), request => request.AttemptPostponed(Last(request), 500, "2503", null, Now, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T8"), Trait("Row", "P3")]
    public void T8_is_refused_at_once(LinkState from) =>
        Check(from, from is Dispatching or Unknown ? To(Refused, LinkTransition.T8) : Repeated(), request => request.AttemptRefused(Last(request), 400, "2500", null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T9"), Trait("Row", "T18"), Trait("Row", "T19"), Trait("Row", "P3")]
    public void T9_T18_T19_a_success_links_from_wherever_it_finds_the_request(LinkState from) =>
        Check(from, To(Linked, from is Linked ? LinkTransition.T18 : WaitsForAnswer.Contains(from) ? LinkTransition.T9 : LinkTransition.T19),
            request => request.Succeeded(Last(request), Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T10"), Trait("Row", "T18"), Trait("Row", "T19"), Trait("Row", "P3")]
    public void T10_1439_of_one_care_context_links_because_it_says_that_it_is(LinkState from) =>
        Check(from, To(Linked, from is Linked ? LinkTransition.T18 : WaitsForAnswer.Contains(from) ? LinkTransition.T10 : LinkTransition.T19), request => request.WasLinkedAlready(Last(request), "1439", Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T10"), Trait("Row", "P3")]
    public void T10_is_no_step_of_several_care_contexts(LinkState from) =>
        Check(from, null, request => request.WasLinkedAlready(Last(request), "1439", Now), contexts: 2);

    [Theory, MemberData(nameof(States)), Trait("Row", "T11"), Trait("Row", "T18"), Trait("Row", "P3")]
    public void T11_1439_of_several_care_contexts_sends_each_alone(LinkState from) =>
        Check(from, WaitsForAnswer.Contains(from) ? To(LinkState.Queued, LinkTransition.T11) : Noted(from),
            request => request.SomeWereLinkedAlready(Last(request), [], "1439", null, Now), contexts: 2);

    [Theory, MemberData(nameof(States)), Trait("Row", "T11"), Trait("Row", "T18"), Trait("Row", "P3")]
    public void T11_leaves_out_what_our_own_records_know_as_linked(LinkState from) =>
        Check(from, WaitsForAnswer.Contains(from) ? To(LinkState.Queued, LinkTransition.T11) : Noted(from),
            request => request.SomeWereLinkedAlready(Last(request), [request.Contexts[0].CareContextId], "1439", null, Now), contexts: 2);

    [Theory, MemberData(nameof(States)), Trait("Row", "T12"), Trait("Row", "T18"), Trait("Row", "P3")]
    public void T12_an_answer_of_trouble_waits_for_another_try(LinkState from) =>
        Check(from, WaitsForAnswer.Contains(from) ? To(WaitRetry, LinkTransition.T12) : Noted(from),
            request => request.AnsweredNotNow(Last(request), LinkReason.GatewayTrouble, "2500", null, Now, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T13"), Trait("Row", "T18"), Trait("Row", "P3")]
    public void T13_a_final_answer_refuses(LinkState from) =>
        Check(from, WaitsForAnswer.Contains(from) ? To(Refused, LinkTransition.T13) : Noted(from),
            request => request.AnsweredRefused(Last(request), LinkReason.RefusedByAbdm, "1402", null, Now));

    [Theory, InlineData(Dispatching), InlineData(Unknown), InlineData(Accepted), InlineData(NoAnswer), Trait("Row", "T8"), Trait("Row", "T13"), Trait("Row", "P3")]
    public void T13_is_no_end_while_an_earlier_attempt_may_have_linked_it(LinkState state)
    {
        var request = Requests.In(NoAnswer);
        request.BeginAttempt(Guid.NewGuid(), null, Now);
        if (state is Unknown) request.AttemptUnknown(Last(request), null, Now, Now);
        if (state is Accepted or NoAnswer) request.AttemptAccepted(Last(request), LinkTransition.T3, 202, null, Now);
        if (state is NoAnswer) request.NoAnswerCame(Now);
        request.AnsweredRefused(Last(request), LinkReason.RefusedByAbdm, "1402", null, Now);
        Assert.Equal((NeedsHuman, LinkReason.RefusedByAbdm, true), (request.State, request.Reason, request.InDoubt));
        Assert.All(request.Contexts, context => Assert.Null(context.ReleasedAt));
    }

    [Fact, Trait("Row", "T14"), Trait("Row", "T15"), Trait("Row", "T16"), Trait("Row", "P3")]
    public void T16_after_three_probes_without_an_answer_a_person_is_needed()
    {
        var request = Requests.In(NoAnswer);
        foreach (var wait in (TimeSpan[])[TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)])
        {
            Assert.Equal((NoAnswer, request.UpdatedAt + wait), (request.State, request.NextAttemptAt));
            request.BeginAttempt(Guid.NewGuid(), null, Now);
            request.AttemptAccepted(Last(request), LinkTransition.T3, 202, null, Now);
            request.NoAnswerCame(Now);
        }

        Assert.Equal((NeedsHuman, LinkReason.NeverAnswered), (request.State, request.Reason));
        Assert.Equal([LinkTransition.T14, LinkTransition.T16], request.Events.TakeLast(2).Select(happened => happened.Transition));
    }

    [Theory, MemberData(nameof(States)), Trait("Row", "T14"), Trait("Row", "P3")]
    public void T14_the_time_for_an_answer_ends(LinkState from) =>
        Check(from, from is Accepted or Unknown ? To(NoAnswer, LinkTransition.T14) : from is NoAnswer ? Repeated() : null, request => request.NoAnswerCame(Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T16"), Trait("Row", "P3")]
    public void T16_without_permission_a_person_is_needed(LinkState from) =>
        Check(from, Waits.Contains(from) ? To(NeedsHuman, LinkTransition.T16) : from is NeedsHuman ? Repeated() : null,
            request => request.PermissionStopped(LinkReason.AddressUnknown, "1437", null, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T17"), Trait("Row", "P3")]
    public void T17_is_cancelled_while_it_waits_and_never_on_its_way(LinkState from) =>
        Check(from, from is LinkState.Queued or WaitRetry ? To(Cancelled, LinkTransition.T17) : from is Cancelled ? Repeated() : null, request => request.Cancel(A.Clerk, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T20"), Trait("Row", "P3")]
    public void T20_is_tried_again_when_a_person_mended_it(LinkState from) =>
        Check(from, from is NeedsHuman ? To(LinkState.Queued, LinkTransition.T20) : from is LinkState.Queued ? Repeated() : null,
            request => request.TryAgain(A.Clerk, request.PhrAddress, request.AddressKey, Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "T22"), Trait("Row", "P3")]
    public void T22_the_patient_links_what_waits_and_what_is_on_its_way_hears_of_it_by_its_answer(LinkState from) =>
        Check(from, Waits.Contains(from) || from is NeedsHuman ? To(Linked, LinkTransition.T22) : Repeated(),
            request => request.LinkedByPatient([.. request.Contexts.Select(context => context.CareContextId)], Now));

    [Theory, MemberData(nameof(States)), Trait("Row", "P3")]
    public void What_holds_a_request_back_changes_no_state_and_holds_only_what_waits(LinkState from)
    {
        foreach (var wait in (Action<LinkRequest>[])[
            one => one.WaitForPermission(Guid.NewGuid(), Now, Now), one => one.PermissionHeld(Now, "1423", Now), one => one.PermissionGone(Now),
            one => one.PermissionDelayed(Guid.NewGuid(), Now, Now)])
        {
            var request = Requests.In(from);
            var version = request.Version;
            if (!Waits.Contains(from)) Assert.Throws<IllegalTransitionException>(() => wait(request));
            else wait(request);
            Assert.Equal(from, request.State);
            Assert.Equal(from, Requests.Fold(request.Events));
            Assert.Equal(Waits.Contains(from), request.Version > version);
        }
    }

    [Theory, MemberData(nameof(States)), Trait("Row", "P3")]
    public void A_gateway_that_is_away_holds_back_what_waits_and_uses_up_no_attempt(LinkState from)
    {
        var request = Requests.In(from);
        var (tries, attempts) = (request.Tries, request.Attempts.Count);
        Assert.Equal(Waits.Contains(from), request.HeldBack(LinkReason.GatewayTrouble, Now, Now));
        Assert.Equal((from, tries, attempts), (request.State, request.Tries, request.Attempts.Count));
    }

    [Theory, MemberData(nameof(States)), Trait("Row", "T5"), Trait("Row", "P3")]
    public void A_question_is_asked_of_what_is_unknown_only(LinkState from)
    {
        var request = Requests.In(from);
        if (from is Unknown) request.Asking(Last(request), Now, Now);
        else Assert.Throws<IllegalTransitionException>(() => request.Asking(Last(request), Now, Now));
        Assert.Equal(from is Unknown ? 1 : 0, request.CurrentAttempt!.Questions);
    }

    private static (LinkState? State, LinkTransition? Event) To(LinkState state, LinkTransition transition) => (state, transition);

    private static (LinkState? State, LinkTransition? Event) Noted(LinkState state) => (state, LinkTransition.T18);

    private static (LinkState? State, LinkTransition? Event) Repeated() => (null, null);

    private static Guid Last(LinkRequest request) => request.CurrentAttempt!.RequestId;

    private static void Check(LinkState from, (LinkState? State, LinkTransition? Event)? expected, Action<LinkRequest> step, int contexts = 1)
    {
        var request = Requests.In(from, contexts);
        var (version, events) = (request.Version, request.Events.Count);
        if (expected is null) Assert.Throws<IllegalTransitionException>(() => step(request));
        else step(request);

        Assert.Equal(expected?.State ?? from, request.State);
        Assert.Equal(request.State, Requests.Fold(request.Events));
        Assert.Equal(expected?.Event is { } transition ? [transition] : [], request.Events.Skip(events).Select(happened => happened.Transition));
        Assert.Equal(request.Events.Count > events, request.Version > version);
        Assert.Equal(request.IsFinal, request.ClosedAt is not null);
        Assert.True(request.Attempts.Count(attempt => attempt.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted) <= 1);
    }
}

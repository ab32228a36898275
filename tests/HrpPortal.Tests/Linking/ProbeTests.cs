using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Linking;

/// <summary>What ABDM never answered is asked anew until the truth is known (T15), and a person is told when it cannot be.</summary>
public sealed class ProbeTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private static readonly TimeSpan NoAnswerAfter = LinkRequest.AnswerWindow + TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstProbe = TimeSpan.FromMinutes(10);

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C2"), Trait("Row", "T15"), Trait("Row", "I9"), Trait("Row", "I10")]
    public async Task A_link_whose_callback_was_lost_is_found_out_by_asking_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Silent = true });
        var id = await UnansweredAsync(portal, contexts: 1);

        portal.Clock.Advance(FirstProbe);
        var linked = await portal.UntilAsync(id, LinkState.Linked);

        // The permission was used by the call that nobody heard of: ABDM refuses it, and the new one finds the truth.
        Assert.Equal([T1, T2, T14, T15, T12, T2, T10], linked.Steps());
        Assert.NotNull(linked.Row.CameLate);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "A12")]
    public async Task After_two_minutes_people_are_told_that_there_is_no_reply_and_find_it_under_that_word(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.Accepted);
        Assert.Equal("in-progress", await TabOfAsync(portal, id));

        portal.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(async () => (await portal.DetailsAsync(id)).Row.Shown == LinkState.NoAnswer, () => "nobody was told");
        var late = (await portal.DetailsAsync(id)).Row;
        Assert.Equal((LinkState.Accepted, late.AcceptedAt + LinkRequest.AnswerWindow), (late.State, late.NextAttemptAt));
        Assert.Equal("no-reply", await TabOfAsync(portal, id));

        await portal.Sandbox.ReleaseAsync();
        Assert.Equal([T1, T2, T9], (await portal.UntilAsync(id, LinkState.Linked)).Steps());
        Assert.Equal("linked", await TabOfAsync(portal, id));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C2"), Trait("Row", "T15"), Trait("Row", "T11")]
    public async Task Several_care_contexts_are_asked_about_one_by_one(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Silent = true });
        var id = await UnansweredAsync(portal, contexts: 3);

        portal.Clock.Advance(FirstProbe);
        var linked = await portal.UntilAsync(id, LinkState.Linked);

        Assert.All(linked.Contents, content => Assert.Equal(LinkContextState.LinkedBefore, content.State));
        Assert.All(linked.Attempts.Skip(1), attempt => Assert.NotNull(attempt.CareContextId));
        await Truth.OfContextsAsync(portal, id, [1, 1, 1]);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C2"), Trait("Row", "T15")]
    public async Task What_never_reached_ABDM_is_linked_by_the_probe(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Abort = true, Times = 3 });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.Unknown);
        foreach (var seconds in (int[])[20, 70])
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await portal.CalmAsync();
        }

        portal.Clock.Advance(NoAnswerAfter);
        await portal.UntilAsync(id, LinkState.NoAnswer);
        portal.Clock.Advance(FirstProbe);
        Assert.Equal([T1, T2, T4, T14, T15, T9], (await portal.UntilAsync(id, LinkState.Linked)).Steps());
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T16"), Trait("Row", "T20"), Trait("Row", "I11")]
    public async Task After_three_probes_a_person_is_asked_and_may_try_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Silent = true, Times = 100 });
        var id = await UnansweredAsync(portal, contexts: 1);
        foreach (var wait in (TimeSpan[])[FirstProbe, TimeSpan.FromHours(1), TimeSpan.FromHours(6)])
        {
            portal.Clock.Advance(wait);
            await portal.CalmAsync();
            portal.Clock.Advance(NoAnswerAfter);
            await portal.CalmAsync();
        }

        Assert.Equal(LinkReason.NeverAnswered, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        portal.Sandbox.ClearScript();
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.LinkedAfterAsync(id, TimeSpan.FromSeconds(30));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T12")]
    public async Task A_care_context_that_ABDM_does_not_know_yet_is_told_of_again_after_5_15_and_60_seconds(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var id = await NotifyAsync(portal, refusals: 3);
        foreach (var seconds in (int[])[5, 15, 60])
        {
            var waits = await portal.UntilAsync(id, LinkState.WaitRetry);
            Assert.Equal(LinkReason.NotKnownYet, waits.Row.Reason);
            Assert.Equal(TimeSpan.FromSeconds(seconds), waits.Row.NextAttemptAt - waits.Row.UpdatedAt);
            portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await portal.CalmAsync();
        }

        Assert.Equal([T1, T2, T12, T2, T12, T2, T12, T2, T9], (await portal.UntilAsync(id, LinkState.Linked)).Steps());
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T13")]
    public async Task A_care_context_that_ABDM_never_comes_to_know_is_refused(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var id = await NotifyAsync(portal, refusals: 4);
        foreach (var seconds in (int[])[5, 15, 60])
        {
            await portal.UntilAsync(id, LinkState.WaitRetry);
            portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await portal.CalmAsync();
        }

        Assert.Equal(LinkReason.CareContextUnknown, (await portal.UntilAsync(id, LinkState.Refused)).Row.Reason);
    }

    /// <summary>Sent, taken, and no callback within the window.</summary>
    /// <summary>The one tab, besides that of all, whose list and count have it.</summary>
    private static async Task<string> TabOfAsync(PortalHost portal, Guid id)
    {
        var queries = portal.Services.GetRequiredService<LinkQueries>();
        var reference = (await portal.DetailsAsync(id)).Row.Reference;
        var tabs = new List<string>();
        foreach (var tab in LinkTab.All.Skip(1))
        {
            var filter = new LinkFilter { States = tab.States, Text = reference };
            var listed = (await queries.ListAsync(PortalHost.HipId, filter)).Count;
            Assert.Equal($"{listed}", tab.Count(await queries.CountsAsync(PortalHost.HipId, filter)));
            if (listed > 0) tabs.Add(tab.Status);
        }

        return Assert.Single(tabs);
    }

    private static async Task<Guid> UnansweredAsync(PortalHost portal, int contexts)
    {
        var patient = await portal.PatientAsync();
        var records = new List<HealthRecord>();
        for (var i = 0; i < contexts; i++) records.Add(await portal.RecordAsync(patient));
        var id = await portal.SendAsync(patient, [.. records]);
        await portal.UntilAsync(id, LinkState.Accepted);
        portal.Clock.Advance(NoAnswerAfter);
        await portal.UntilAsync(id, LinkState.NoAnswer);
        return id;
    }

    /// <summary>A second record for a care context that is linked; ABDM refuses the notice so many times.</summary>
    private static async Task<Guid> NotifyAsync(PortalHost portal, int refusals)
    {
        var patient = await portal.PatientAsync();
        var first = await portal.RecordAsync(patient);
        var linked = await portal.UntilAsync(await portal.SendAsync(patient, first), LinkState.Linked);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Notify, ErrorCode = 1402, Message = "Care context not found", Times = refusals });
        var second = await portal.RecordAsync(patient, first.VisitNumber);
        var command = PortalHost.Command(patient, new CareContextChoice.Existing(linked.Contents[0].CareContextId), second);
        return ((LinkSubmitted.Sent)await portal.Links.SubmitAsync(command, A.Clerk)).RequestIds.Single();
    }
}

using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Linking;

/// <summary>1439 for several care contexts (protocol, 5.1): what is known as linked is left out, and else each goes alone.</summary>
public sealed class OneByOneTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T11"), Trait("Row", "I10"), Trait("Row", "A11")]
    public async Task One_of_three_is_linked_already_and_nobody_knows_which(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, records) = await ThreeAsync(portal);

        // By a portal whose store was lost: here nothing is known of it.
        portal.Sandbox.AddLink(patient.HipId, patient.PhrAddress!, "CC-" + records[1].VisitNumber);

        var linked = await portal.UntilAsync(await portal.SendAsync(patient, records), LinkState.Linked);

        // Which one is asked about last is chance: that is T9 or, for the one that was linked, T10.
        Assert.Equal([T1, T2, T11, T2, T11, T2, T11, T2], linked.Steps().SkipLast(1));
        var isLast = linked.Attempts[^1].CareContextId == linked.Contents[1].CareContextId;
        Assert.Equal(isLast ? T10 : T9, linked.Steps()[^1]);
        Assert.Equal([LinkContextState.Linked, LinkContextState.LinkedBefore, LinkContextState.Linked], linked.Contents.Select(content => content.State));
        Assert.Null(linked.Attempts[0].CareContextId);
        Assert.Equal(linked.Contents.Select(content => (Guid?)content.CareContextId).Order(), linked.Attempts.Skip(1).Select(attempt => attempt.CareContextId).Order());
        Assert.Equal(3, linked.Row.Linked);

        // A permission outlives a 1439 and links one; who is asked about after the last one was used needs another, also to hear 1439.
        Assert.Equal(isLast ? 3 : 2, portal.Calls(CallPaths.Init, patient.PhrAddress!));
        await Truth.OfContextsAsync(portal, linked.Row.Id, [1, 0, 1]);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T11")]
    public async Task What_our_own_records_know_as_linked_is_left_out_and_the_rest_goes_together(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, records) = await ThreeAsync(portal);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1439, Message = "Some of the Care Contexts are already linked", Hold = true });
        var id = await portal.SendAsync(patient, records);
        var waits = await portal.UntilAsync(id, LinkState.Accepted);
        await portal.KnowAsLinkedAsync(waits.Contents[0].CareContextId, patient.PhrAddress!);

        await portal.Sandbox.ReleaseAsync();
        var linked = await portal.UntilAsync(id, LinkState.Linked);

        Assert.Equal([LinkContextState.LinkedBefore, LinkContextState.Linked, LinkContextState.Linked], linked.Contents.Select(content => content.State));
        Assert.All(linked.Attempts, attempt => Assert.Null(attempt.CareContextId));
        Assert.Equal(T11, linked.Events.Single(happened => happened.CareContextId == waits.Contents[0].CareContextId).Transition);
        Assert.Equal(["CC-" + records[1].VisitNumber, "CC-" + records[2].VisitNumber], portal.ReferencesOf(linked.Attempts[1].RequestId));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T11"), Trait("Row", "T13")]
    public async Task A_refusal_on_the_way_frees_what_is_not_linked_and_keeps_what_is(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, records) = await ThreeAsync(portal);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1439, Message = "Some of the Care Contexts are already linked" });
        portal.ToAddContexts(new ScriptedAnswer());
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1402, Message = "Care context not found" });

        var refused = await portal.UntilAsync(await portal.SendAsync(patient, records), LinkState.Refused);

        Assert.Equal((1, 3), (refused.Row.Linked, refused.Row.Records));
        var open = refused.Contents.Where(content => content.State == LinkContextState.Open).Select(content => content.RecordId).ToList();
        Assert.Equal(2, open.Count);
        var links = await portal.Queries.OfPatientAsync(patient.HipId, patient.Id);
        Assert.Equal(open.Order(), links.NotLinked.Select(record => record.Id).Order());
        Assert.Equal(2, (await portal.Queries.NotLinkedAsync(patient.HipId, [patient.Id]))[patient.Id]);

        // And the rest can be linked again, by a request of its own.
        var again = await portal.UntilAsync(await portal.SendAsync(patient, [.. records.Where(record => open.Contains(record.Id))]), LinkState.Linked);
        await Truth.OfContextsAsync(portal, again.Row.Id, [1, 1]);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T19"), Trait("Row", "T11")]
    public async Task A_late_success_of_the_whole_ends_the_sending_one_by_one(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, records) = await ThreeAsync(portal);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1439, Message = "Some of the Care Contexts are already linked" });
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var id = await portal.SendAsync(patient, records);
        await Eventually.TrueAsync(async () => (await portal.DetailsAsync(id)) is { Row.State: LinkState.Accepted, Attempts.Count: 2 }, () => "the second attempt does not wait");

        await portal.AnswerAsync(Says.Success((await portal.DetailsAsync(id)).Attempts[0].RequestId));

        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.All(linked.Contents, content => Assert.Equal(LinkContextState.Linked, content.State));
        await portal.Sandbox.ReleaseAsync();
    }

    private static async Task<(Patient, HealthRecord[])> ThreeAsync(PortalHost portal)
    {
        var patient = await portal.PatientAsync();
        return (patient, [await portal.RecordAsync(patient), await portal.RecordAsync(patient), await portal.RecordAsync(patient)]);
    }
}

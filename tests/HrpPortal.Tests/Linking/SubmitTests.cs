using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Linking;

/// <summary>What a clerk sends, from how many places at once, and into which care contexts.</summary>
public sealed class SubmitTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T1"), Trait("Row", "I10")]
    public async Task One_draft_sent_ten_times_at_once_is_one_request_and_one_call(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var command = PortalHost.Command(patient, new CareContextChoice.New(), await portal.RecordAsync(patient));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => portal.Links.SubmitAsync(command, A.Clerk))));

        var sent = Assert.Single(answers.OfType<LinkSubmitted.Sent>());
        Assert.All(answers.Except([sent]), again => Assert.Equal(sent.RequestIds, Assert.IsType<LinkSubmitted.AlreadySent>(again).RequestIds));
        var linked = await portal.UntilAsync(sent.RequestIds.Single(), LinkState.Linked);
        Assert.Equal(1, portal.Calls(linked));
        await Truth.HoldsAsync(portal, sent.RequestIds.Single());
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T1"), Trait("Row", "I7")]
    public async Task Two_drafts_with_the_same_record_are_one_request_and_one_hint_to_it(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), record), A.Clerk))));

        var sent = Assert.Single(answers.OfType<LinkSubmitted.Sent>());
        Assert.All(answers.Except([sent]), held => Assert.Equal(sent.RequestIds.Single(), Assert.IsType<LinkSubmitted.Held>(held).ByRequestId));
        await portal.UntilAsync(sent.RequestIds.Single(), LinkState.Linked);
        Assert.IsType<LinkSubmitted.Held>(await portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), record), A.Clerk));
        await Truth.HoldsAsync(portal, sent.RequestIds.Single());
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T1")]
    public async Task Two_records_of_one_visit_in_two_drafts_at_once_are_one_request_and_one_hint_to_it(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        HealthRecord[] records = [await portal.RecordAsync(patient, "SAME-VISIT"), await portal.RecordAsync(patient, "SAME-VISIT")];
        var answers = await Task.WhenAll(records.Select(record =>
            Task.Run(() => portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), record), A.Clerk))));

        var sent = Assert.Single(answers.OfType<LinkSubmitted.Sent>());
        Assert.Equal(sent.RequestIds.Single(), Assert.Single(answers.OfType<LinkSubmitted.Held>()).ByRequestId);
        await portal.UntilAsync(sent.RequestIds.Single(), LinkState.Linked);
        await Truth.HoldsAsync(portal, sent.RequestIds.Single());
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T1")]
    public async Task Visits_of_the_same_number_of_several_patients_at_once_get_references_of_their_own(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var drafts = new List<LinkCommand>();
        for (var i = 0; i < 6; i++)
        {
            var patient = await portal.PatientAsync();
            drafts.Add(PortalHost.Command(patient, new CareContextChoice.New(), await portal.RecordAsync(patient, "OPD/1")));
        }

        var answers = await Task.WhenAll(drafts.Select(draft => Task.Run(() => portal.Links.SubmitAsync(draft, A.Clerk))));

        var ids = answers.Select(answer => Assert.IsType<LinkSubmitted.Sent>(answer).RequestIds.Single()).ToArray();
        foreach (var id in ids) await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, ids);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T1"), Trait("Row", "I10")]
    public async Task Several_new_care_contexts_are_one_call_with_one_permission(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        HealthRecord[] records =
        [
            await portal.RecordAsync(patient, $"A-{engine}-1"), await portal.RecordAsync(patient, $"A-{engine}-1"), await portal.RecordAsync(patient, $"A-{engine}"), await portal.RecordAsync(patient),
        ];

        var id = await portal.SendAsync(patient, records);

        var linked = await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal((1, 3, 4), (portal.Calls(linked), linked.Contents.Select(one => one.Reference).Distinct().Count(), linked.Row.Records));
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_record_of_a_linked_visit_is_told_to_the_patients_app_without_a_permission(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var visit = $"IPD-{engine}";
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient, visit));
        var context = (await portal.UntilAsync(first, LinkState.Linked)).Contents[0];

        var record = await portal.RecordAsync(patient, visit, HiType.DiagnosticReport);
        var command = PortalHost.Command(patient, new CareContextChoice.Existing(context.CareContextId), record);
        var second = Assert.IsType<LinkSubmitted.Sent>(await portal.Links.SubmitAsync(command, A.Clerk)).RequestIds.Single();

        var told = await portal.UntilAsync(second, LinkState.Linked);
        Assert.Equal(LinkKind.ExistingCareContext, told.Row.Kind);
        Assert.Null(told.Attempts[0].LinkingTokenId);
        Assert.Equal((1, 1), (portal.Calls(CallPaths.Init, patient.PhrAddress!), portal.Calls(CallPaths.Notify, "DiagnosticReport")));
        var link = portal.Sandbox.Find(PortalHost.HipId, patient.PhrAddress!, context.Reference)!;
        Assert.Equal((1, 1), (link.SuccessEffects, link.Notifications));
        await Truth.HoldsAsync(portal, first, second);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I7")]
    public async Task A_visit_is_linked_again_under_a_new_address_and_a_late_answer_does_not_take_it_back(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync();
        var visit = $"MOVED-{engine}";
        var first = await portal.SendAsync(patient, await portal.RecordAsync(patient, visit));
        var old = await portal.UntilAsync(first, LinkState.Linked);
        HealthRecord[] more = [await portal.RecordAsync(patient, visit), await portal.RecordAsync(patient, visit)];
        var moved = await portal.CorrectAsync(patient, one => one.PhrAddress = $"moved.{engine}@sbx");

        var answers = await Task.WhenAll(more.Select(record =>
            Task.Run(() => portal.Links.SubmitAsync(PortalHost.Command(moved, new CareContextChoice.New(), record), A.Clerk))));
        var second = Assert.Single(answers.OfType<LinkSubmitted.Sent>()).RequestIds.Single();
        Assert.Equal(second, Assert.Single(answers.OfType<LinkSubmitted.Held>()).ByRequestId);
        await portal.UntilAsync(second, LinkState.Linked);

        await portal.AnswerAsync(Says.Success(old.Attempts[0].RequestId));
        await Eventually.TrueAsync(async () => (await portal.DetailsAsync(first)).Steps()[^1] == LinkTransition.T18, () => "not noted");
        await using var db = await portal.OpenDbAsync();
        var context = await db.Set<CareContext>().SingleAsync(one => one.PatientId == patient.Id);
        Assert.True(context.IsLinkedTo($"moved.{engine}@sbx".ToLowerInvariant()));
    }
}

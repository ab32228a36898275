using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Linking;

/// <summary>A record that the patient's app shows already is sent again as an update: context/notify, and nothing is linked anew.</summary>
public sealed class UpdateTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "HIP_INIT_NOTIFY_HIECM")]
    public async Task The_app_is_told_of_new_data_as_often_as_there_is_any_and_the_record_stays_linked(TestEngine engine)
    {
        var (portal, patient, record, context) = await LinkedAsync(engine);

        for (var time = 1; time <= 2; time++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(5));
            var id = Assert.Single(Assert.IsType<LinkSubmitted.Sent>(await UpdateAsync(portal, patient, record, context)).RequestIds);
            var told = await portal.UntilAsync(id, LinkState.Linked);
            Assert.Equal(LinkKind.ExistingCareContext, told.Row.Kind);
            Assert.Equal((1, time), (Link(portal, patient, context).SuccessEffects, Link(portal, patient, context).Notifications));
            // What is new is new as of now: an app that has the record from before must fetch it again.
            Assert.Contains($"\"date\":\"{told.Row.CreatedAt:yyyy-MM-ddTHH:mm:ss}", portal.Sandbox.Received.Last(call => call.Path == CallPaths.Notify).Body, StringComparison.Ordinal);
        }

        var links = await portal.Queries.OfPatientAsync(patient.HipId, patient.Id);
        Assert.Equal(LinkState.Linked, links.CarriedBy[record.Id]!.State);
        Assert.Empty(await portal.Queries.NotLinkedAsync(patient.HipId, [patient.Id]));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task While_one_update_is_on_its_way_another_is_a_hint_to_it(TestEngine engine)
    {
        var (portal, patient, record, context) = await LinkedAsync(engine);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Notify, Hold = true });
        var first = Assert.IsType<LinkSubmitted.Sent>(await UpdateAsync(portal, patient, record, context)).RequestIds.Single();

        Assert.Equal(first, Assert.IsType<LinkSubmitted.Held>(await UpdateAsync(portal, patient, record, context)).ByRequestId);

        await portal.UntilAsync(first, LinkState.Accepted);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(first, LinkState.Linked);
        Assert.IsType<LinkSubmitted.Sent>(await UpdateAsync(portal, patient, record, context));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_refused_update_takes_nothing_away_from_what_is_linked(TestEngine engine)
    {
        var (portal, patient, record, context) = await LinkedAsync(engine);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Notify, Status = 400 });
        var refused = Assert.IsType<LinkSubmitted.Sent>(await UpdateAsync(portal, patient, record, context)).RequestIds.Single();
        await portal.UntilAsync(refused, LinkState.Refused);

        var links = await portal.Queries.OfPatientAsync(patient.HipId, patient.Id);
        Assert.Equal(LinkState.Linked, links.CarriedBy[record.Id]!.State);
        Assert.Empty(links.NotLinked);
        Assert.Empty(await portal.Queries.NotLinkedAsync(patient.HipId, [patient.Id]));
        // And it can still not be linked a second time.
        Assert.IsType<LinkSubmitted.Held>(await portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), record), A.Clerk));
        Assert.IsType<LinkSubmitted.Sent>(await UpdateAsync(portal, patient, record, context));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_linked_record_joins_no_other_care_context(TestEngine engine)
    {
        var (portal, patient, record, _) = await LinkedAsync(engine);
        var other = await portal.RecordAsync(patient);
        await portal.UntilAsync(await portal.SendAsync(patient, other), LinkState.Linked);
        var otherContext = (await portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Contexts.Single(one => one.VisitNumber == other.VisitNumber);

        Assert.IsType<LinkSubmitted.Held>(await UpdateAsync(portal, patient, record, otherContext));
    }

    private async Task<(PortalHost Portal, Patient Patient, HealthRecord Record, CareContext Context)> LinkedAsync(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.Sandbox.ClearScript();
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        await portal.UntilAsync(await portal.SendAsync(patient, record), LinkState.Linked);
        await using var db = await portal.OpenDbAsync();
        return (portal, patient, record, await db.Set<CareContext>().SingleAsync(context => context.PatientId == patient.Id));
    }

    private static Task<LinkSubmitted> UpdateAsync(PortalHost portal, Patient patient, HealthRecord record, CareContext context) =>
        portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.Existing(context.Id), record), A.Clerk);

    private static LinkedCareContext Link(PortalHost portal, Patient patient, CareContext context) =>
        portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, context.Reference)!;
}

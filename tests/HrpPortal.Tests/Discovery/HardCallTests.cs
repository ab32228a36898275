using HrpPortal.Discovery;
using HrpPortal.Gateway;
using HrpPortal.Notices;
using HrpPortal.Patients;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using HrpPortal.Verify;
using Microsoft.Extensions.DependencyInjection;
using HealthInformation = HrpPortal.CareContexts.HiType;

namespace HrpPortal.Tests.Discovery;

/// <summary>Calls that come twice, in the wrong order, for somebody else, damaged, or all at once.</summary>
public sealed class HardCallTests(PortalHosts hosts) : AppCalls(hosts), IClassFixture<PortalHosts>
{
    [Fact]
    public async Task The_same_search_again_is_answered_once_and_another_of_the_same_transaction_is_told_so()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        await Portal.RecordAsync(patient);
        var (transaction, first, second) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await DiscoverAsync(patient, transaction, first);
        await DiscoverAsync(patient, transaction, first, "2026-11-22T09:31:00.000Z");
        await DiscoverAsync(patient, transaction, second);

        Assert.Equal(1, await AnswersAsync(first));
        Assert.Contains("\"code\":3409", await AnswerAsync(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_comes_twice_links_once_and_is_answered_alike()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        var record = await Portal.RecordAsync(patient);
        var search = await CodeSentAsync(patient, record);
        var code = await CodeOfAsync(search);
        var (first, second, wrong) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ConfirmAsync(first, search.LinkReference!, code);
        await ConfirmAsync(first, search.LinkReference!, code, "2026-11-22T09:32:00.000Z");
        await ConfirmAsync(second, search.LinkReference!, code);
        await ConfirmAsync(wrong, search.LinkReference!, "000000");

        Assert.Equal(1, await AnswersAsync(first));
        foreach (var call in (Guid[])[first, second]) Assert.Contains($"CC-{record.VisitNumber}", await AnswerAsync(call), StringComparison.Ordinal);
        Assert.Contains("\"code\":3405", await AnswerAsync(wrong), StringComparison.Ordinal);
        Assert.Single((await Portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Requests);
    }

    [Fact]
    public async Task Ten_confirmations_at_once_link_once()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        var search = await CodeSentAsync(patient, await Portal.RecordAsync(patient));
        var code = await CodeOfAsync(search);
        var calls = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(calls.Select(call => ConfirmAsync(call, search.LinkReference!, code)));

        Assert.Single((await Portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Requests);
        foreach (var call in calls) Assert.DoesNotContain("\"error\"", await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PortalHosts.Engines), MemberType = typeof(PortalHosts))]
    public async Task Ten_patients_at_once_are_linked_each_to_his_own(TestEngine engine)
    {
        await using var portal = await PortalHost.StartAsync(engine: engine, sandboxOptions: PhoneApp.Facilities);
        var patients = new List<Patient>();
        for (var i = 0; i < 10; i++)
        {
            patients.Add(await PhoneApp.PersonAsync(portal, name: $"Person {(char)('A' + i)}nand"));
            await portal.RecordAsync(patients[^1], "V-SAME");
        }

        await Task.WhenAll(patients.Select(async (patient, i) =>
        {
            var app = new PhoneApp(portal, patient.PhrAddress!, i % 2 == 0 ? "v0.5" : "v3");
            var found = await app.FindAsync();
            await app.PickAsync([.. PhoneApp.References(found)]);
            Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));
        }));

        foreach (var patient in patients)
        {
            var linked = Assert.Single(portal.Sandbox.Linked, one => one.Address == patient.PhrAddress);
            var own = Assert.Single((await portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Contexts);
            Assert.Equal((own.Reference, patient.Number), (linked.Reference, linked.PatientReference));
        }

        await using var db = await portal.OpenDbAsync();
        var findings = await VerifyCommand.CheckAsync(db, TimeSpan.FromMinutes(15), portal.Clock.GetUtcNow().UtcDateTime, default);
        Assert.True(findings.Found.Count == 0, string.Join("\n", findings.Found));
    }

    [Theory]
    [InlineData(AbdmCalls.LinkInit, """ "transactionId":"{0}","patient":{{"id":"x.y@sbx","referenceNumber":"T-1","careContexts":[{{"referenceNumber":"CC-1"}}]}} """, "3407")]
    [InlineData(AbdmCalls.LinkInitV3, """ "transactionId":"{0}","abhaAddress":"x.y@sbx","patient":[] """, "ABDM-1017")]
    [InlineData(AbdmCalls.LinkConfirm, """ "confirmation":{{"linkRefNumber":"{0}","token":"123456"}} """, "3413")]
    [InlineData(AbdmCalls.LinkConfirm, """ "confirmation":{{"linkRefNumber":"{0}"}} """, "3400")]
    [InlineData(AbdmCalls.LinkConfirm, """ "confirmation":null """, "3400")]
    [InlineData(AbdmCalls.LinkConfirmV3, """ "confirmation":{{"linkRefNumber":"{0}","token":123456}} """, "ABDM-1056")]
    [InlineData(AbdmCalls.Discover, """ "transactionId":"{0}","patient":null """, "3400")]
    [InlineData(AbdmCalls.Discover, """ "transactionId":"{0}","patient":{{"id":"x.y@sbx","name":"A","gender":"F","yearOfBirth":1990,"verifiedIdentifiers":[]}} """, "3400")]
    [InlineData(AbdmCalls.DiscoverV3, """ "transactionId":"{0}","patient":{{"id":5}} """, "ABDM-1006")]
    [Trait("Row", "USER_INIT_LINK_606")]
    public async Task What_is_not_known_or_not_whole_has_its_own_error(string path, string members, string code)
    {
        var call = Guid.NewGuid();
        await CallAsync(path, call, string.Format(System.Globalization.CultureInfo.InvariantCulture, members, Guid.NewGuid()));
        Assert.Contains(code, await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AbdmCalls.Discover, """ "transactionId":null """)]
    [InlineData(AbdmCalls.LinkInit, """ "transactionId":{} """)]
    [InlineData(AbdmCalls.DiscoverV3, """ "patient":[[[]]] """)]
    public async Task What_cannot_even_be_answered_is_kept(string path, string members)
    {
        var call = Guid.NewGuid();
        await CallAsync(path, call, members);
        Assert.Equal(0, await AnswersAsync(call));
    }

    [Fact]
    public async Task Only_what_was_found_for_this_patient_can_be_chosen()
    {
        var (patient, other) = (await PhoneApp.PersonAsync(Portal), await PhoneApp.PersonAsync(Portal));
        var (own, others) = (await Portal.RecordAsync(patient), await Portal.RecordAsync(other));
        var (search, theirs) = (await FoundAsync(patient), await FoundAsync(other));

        Assert.Contains("\"code\":3402", await InitAsync(search, patient.PhrAddress!, patient.Number, $"CC-{others.VisitNumber}"), StringComparison.Ordinal);
        Assert.Contains("\"code\":3404", await InitAsync(search, other.PhrAddress!, patient.Number, $"CC-{own.VisitNumber}"), StringComparison.Ordinal);
        Assert.Contains("\"code\":3404", await InitAsync(search, patient.PhrAddress!, other.Number, $"CC-{own.VisitNumber}"), StringComparison.Ordinal);
        Assert.Contains("\"code\":3404", await InitAsync(theirs, patient.PhrAddress!, patient.Number, $"CC-{own.VisitNumber}"), StringComparison.Ordinal);

        // Nor at another facility.
        var call = Guid.NewGuid();
        await CallAsync(AbdmCalls.LinkInit, call, Init(search, patient.PhrAddress!, patient.Number, $"CC-{own.VisitNumber}"), hipId: PortalHost.OtherHipId);
        Assert.Contains("\"code\":3407", await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_reference_of_another_facility_is_not_known()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        var search = await CodeSentAsync(patient, await Portal.RecordAsync(patient));
        var call = Guid.NewGuid();
        await ConfirmAsync(call, search.LinkReference!, await CodeOfAsync(search), hipId: PortalHost.OtherHipId);
        Assert.Contains("\"code\":3413", await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_left_ABDM_is_not_found_by_the_address_any_more()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        await Portal.RecordAsync(patient);
        await CallAsync(AbdmCalls.PatientStatusNotify, Guid.NewGuid(), $$$""" "notification":{"status":"DELETED","patient":{"id":"{{{patient.PhrAddress}}}"}} """);
        var call = Guid.NewGuid();
        await DiscoverAsync(patient, Guid.NewGuid(), call);
        Assert.Contains("\"code\":3404", await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_visit_one_kind_can_be_chosen_in_v3_and_the_rest_stays_free()
    {
        var patient = await PhoneApp.PersonAsync(Portal);
        await Portal.RecordAsync(patient, "V-KINDS");
        await Portal.RecordAsync(patient, "V-KINDS", HealthInformation.Prescription);
        var search = await FoundAsync(patient, AbdmCalls.DiscoverV3);
        await CallAsync(AbdmCalls.LinkInitV3, Guid.NewGuid(),
            $$$""" "transactionId":"{{{search.TransactionId}}}","abhaAddress":"{{{patient.PhrAddress}}}","patient":[{"referenceNumber":"{{{patient.Number}}}","careContexts":[{"referenceNumber":"CC-V-KINDS"}],"hiType":"Prescription","count":1}] """);
        search = await UntilAsync(search.Id, AppSearchState.CodeSent);
        var call = Guid.NewGuid();
        await ConfirmAsync(call, search.LinkReference!, await CodeOfAsync(search), path: AbdmCalls.LinkConfirmV3);

        Assert.Contains("\"hiType\":\"Prescription\"", await AnswerAsync(call), StringComparison.Ordinal);
        Assert.DoesNotContain("OPConsultation", await AnswerAsync(call), StringComparison.Ordinal);
        var links = await Portal.Queries.OfPatientAsync(patient.HipId, patient.Id);
        Assert.Equal(HealthInformation.OPConsultation, Assert.Single(links.NotLinked).HiType);
    }

    [Theory, InlineData("v0.5"), InlineData("v3"), Trait("Row", "USER_INIT_LINK_607")]
    public async Task What_was_linked_can_be_asked_for_at_once(string dialect)
    {
        await using var portal = await PortalHost.StartAsync(sandboxOptions: PhoneApp.Facilities);
        var patient = await PhoneApp.PersonAsync(portal);
        await portal.RecordAsync(patient, "V-1");
        var app = new PhoneApp(portal, patient.PhrAddress!, dialect);
        await app.FindAsync();
        await app.PickAsync("CC-V-1");
        await app.CodeAsync(await app.CodeAsync());

        // Consent and request leave the sandbox together: a request that overtakes its consent is refused, and the app asks again.
        var notices = portal.Services.GetRequiredService<NoticeQueries>();
        for (var pulls = 1; pulls <= 10; pulls++)
        {
            await app.PullAsync();
            await Eventually.TrueAsync(async () => await CountAsync(NoticeKind.ConsentGranted) == pulls, () => $"No consent\n{portal.Log.Troubles}", TimeSpan.FromSeconds(60));
            await portal.CalmAsync();
            if (await CountAsync(NoticeKind.DataRequested) > 0) return;
        }

        Assert.Fail($"No request for data\n{portal.Log.Troubles}");

        async Task<int> CountAsync(NoticeKind kind) => (await notices.OfPatientAsync(patient.HipId, patient.Id)).Count(one => one.Kind == kind);
    }
}

using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>A second record of a visit joins the care context that the patient's app shows already.</summary>
public sealed class ExistingCareContextTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_record_of_a_linked_visit_joins_it_and_the_patients_app_is_told() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-9");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");

        await Portal.RecordAsync(patient, "OPD-9", HrpPortal.CareContexts.HiType.Prescription);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Notify, Hold = true });
        var office = await journey.SignedInAsync("records", "/links");
        await Assertions.Expect(office.Links.Rows).ToHaveCountAsync(1);
        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await Assertions.Expect(clerk.Patient.NotLinked).ToContainTextAsync("1 record is not linked yet");
        await clerk.Patient.LinkRecords.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Existing("OPD-9")).ToBeCheckedAsync();
        await clerk.SeesAsync("Visit OPD-9 is linked already: the patient's app is told of the new record.");
        await clerk.Wizard.SendAsync();
        await clerk.MarkAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
        var row = office.Links.Rows.Filter(new() { HasText = "Waiting for ABDM" });
        await Assertions.Expect(row).ToHaveCountAsync(1);

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Wizard.Sentence).ToHaveTextAsync($"{patient.PhrAddress} was told of the new record: the patient's app can fetch it now.");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        await clerk.WasNotReloadedAsync();
        Assert.Equal((1, 1), (Calls(CallPaths.AddContexts, patient), Calls(CallPaths.Notify, patient)));
        Assert.Equal((1, 1), (Link(patient)?.SuccessEffects, Link(patient)?.Notifications));

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await Assertions.Expect(clerk.Patient.CareContexts.Locator("ul.rows li")).ToHaveCountAsync(2);
        await Assertions.Expect(clerk.Patient.NotLinked).ToContainTextAsync("Nothing is waiting to be linked");
    });

    [Fact]
    public Task The_clerk_may_choose_a_new_care_context_for_another_visit_against_the_linked_one() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-31");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");

        await Portal.RecordAsync(patient, "OPD-32");
        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();
        await Assertions.Expect(clerk.Wizard.New("OPD-32")).ToBeCheckedAsync();
        await clerk.Wizard.Existing("OPD-32").CheckAsync();
        await clerk.Wizard.New("OPD-32").CheckAsync();
        await clerk.Wizard.SendAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal((2, 0), (Calls(CallPaths.AddContexts, patient), Calls(CallPaths.Notify, patient)));
    });

    private HrpPortal.Sandbox.ConsentManager.LinkedCareContext? Link(HrpPortal.Patients.Patient patient) =>
        Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-9");
}

using HrpPortal.Browser.Support;
using HrpPortal.CareContexts;
using HrpPortal.Drafts;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>What was chosen stays chosen: Back, forward, reload.</summary>
[Trait("Row", "A5")]
public sealed class ChoicesTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Choices_survive_Back_forward_and_a_reload_on_every_step() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-60");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await Portal.RecordAsync(patient, "OPD-61", HiType.Prescription);
        await Portal.RecordAsync(patient, "OPD-62", HiType.DiagnosticReport);

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.StepIsAsync("Permission");
        await KeptAsync(patient, () => clerk.Wizard.Told.CheckAsync(), draft => draft.Told);
        await ReloadAsync(clerk);
        await Assertions.Expect(clerk.Wizard.Told).ToBeCheckedAsync();

        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        await KeptAsync(patient, () => clerk.Wizard.Box("OPD-62").UncheckAsync(), draft => draft.Records is { Length: > 0 });
        await KeptAsync(patient, () => clerk.Wizard.Existing("OPD-61").CheckAsync(), draft => draft.Records!.Contains('~', StringComparison.Ordinal));
        await RecordsAsChosenAsync(clerk);
        await ReloadAsync(clerk);
        await RecordsAsChosenAsync(clerk);

        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await clerk.SeesAsync("existing care context");
        await ReloadAsync(clerk);
        await clerk.SeesAsync("existing care context");

        await clerk.Page.GoBackAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        await RecordsAsChosenAsync(clerk);
        await clerk.Page.GoBackAsync();
        await clerk.Wizard.StepIsAsync("Permission");
        await clerk.SeesAsync("The patient gave permission when the visit was linked.");
        await clerk.Page.GoForwardAsync();
        await clerk.Page.GoForwardAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await clerk.SeesAsync("existing care context");
        await Assertions.Expect(clerk.Wizard.Send).ToHaveTextAsync($"Send 1 record to {patient.PhrAddress}");
    });

    [Fact]
    public Task What_the_patients_app_will_show_stays_as_it_was_written_when_one_goes_back_and_forth() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-63");
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToCheckAsync();
        var display = clerk.Page.GetByLabel("In the patient's app, for visit OPD-63");
        await Assertions.Expect(display).ToHaveValueAsync("OPD records of 22-Nov-2026");

        await display.FillAsync("Visit to Dr Menon");
        await clerk.Wizard.Back.ClickAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        await clerk.Wizard.Continue.ClickAsync();
        await Assertions.Expect(display).ToHaveValueAsync("Visit to Dr Menon");
        await clerk.Wizard.Send.ClickAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal("Visit to Dr Menon", Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-63")?.Display);
    });

    [Fact]
    public Task A_step_that_the_answers_do_not_lead_to_is_not_shown() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var draft = Guid.NewGuid();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Wizard(patient.Id, draft));
        await clerk.Wizard.StepIsAsync("Permission");
        await clerk.OpenAsync(PortalUrls.Draft(draft, "check"));
        await clerk.Wizard.StepIsAsync("Permission");
        await clerk.IsAtAsync(new("/permission$"));

        await clerk.Wizard.ToRecordsAsync();
        await clerk.Wizard.Box("Consultation note").UncheckAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Summary).ToBeFocusedAsync();
        await Assertions.Expect(clerk.Wizard.Summary).ToContainTextAsync("Choose at least one record.");
        await clerk.Wizard.Box("Consultation note").CheckAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await Assertions.Expect(clerk.Wizard.Summary).ToHaveCountAsync(0);
    });

    private static async Task RecordsAsChosenAsync(Person clerk)
    {
        await Assertions.Expect(clerk.Wizard.Box("OPD-61")).ToBeCheckedAsync();
        await Assertions.Expect(clerk.Wizard.Box("OPD-62")).Not.ToBeCheckedAsync();
        await Assertions.Expect(clerk.Wizard.Existing("OPD-61")).ToBeCheckedAsync();
    }

    /// <summary>The choice is in the store: what a reload finds.</summary>
    private async Task KeptAsync(Patient patient, Func<Task> choose, Func<Draft, bool> kept)
    {
        await choose();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await Portal.OpenDbAsync();
                return kept(await db.Set<Draft>().OrderByDescending(draft => draft.CreatedAt).FirstAsync(draft => draft.PatientId == patient.Id));
            },
            () => "the choice is not in the draft");
    }

    private static async Task ReloadAsync(Person clerk)
    {
        await clerk.Page.ReloadAsync();
        await clerk.AnswersAsync();
    }
}

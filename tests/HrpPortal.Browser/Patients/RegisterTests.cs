using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Patients;

/// <summary>The portal is of use before any hospital system feeds it: patients and records by hand.</summary>
public sealed partial class RegisterTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_patient_is_registered_a_record_added_and_linked() => WalkAsync(async journey =>
    {
        Portal.Sandbox.AddAccount(new("nirmala.devi@sbx", "Nirmala Devi", "F", "1971-05-09"));
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patients);
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Register a patient" }).First.ClickAsync();
        await clerk.HeadingIsAsync("Register a patient");
        var form = clerk.PatientForm;
        await form.Name.FillAsync("Nirmala Devi");
        await form.Sex.SelectOptionAsync("Female");
        await form.BirthDate.FillAsync("1971-05-09");
        await clerk.SeesAsync("09-May-1971");
        await form.Number.FillAsync("SH/2026-17");
        await form.Mobile.FillAsync("+91 98400 12345");
        await form.PhrAddress.FillAsync("nirmala.devi@sbx");
        await form.Register.ClickAsync();

        await clerk.HeadingIsAsync("Nirmala Devi");
        await clerk.SeesAsync("No records yet");
        await clerk.Patient.AddRecord.ClickAsync();
        await clerk.HeadingIsAsync("Add a record");
        await clerk.RecordForm.Visit.FillAsync("OPD-2026-1");
        await clerk.RecordForm.Kind.SelectOptionAsync("Prescription");
        await clerk.RecordForm.Title.FillAsync("Prescription after fever");
        await clerk.RecordForm.Doctor.FillAsync("Dr Menon");
        await clerk.RecordForm.Add.ClickAsync();

        await clerk.HeadingIsAsync("Nirmala Devi");
        await Assertions.Expect(clerk.Patient.NotLinked).ToContainTextAsync("1 record is not linked yet");
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.SendAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.NotNull(Portal.Sandbox.Find(Tests.Support.PortalHost.HipId, "nirmala.devi@sbx", "CC-OPD-2026-1"));
    });

    [Fact, Trait("Row", "A15")]
    public Task What_is_wrong_stands_above_the_form_and_at_its_field_and_keeps_what_was_typed() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.NewPatient);
        var form = clerk.PatientForm;
        await form.Name.FillAsync("Nirmala Devi");
        await form.Mobile.FillAsync("12345");
        await form.PhrAddress.FillAsync("nirmala at sbx");
        await form.BirthDate.FillAsync("1790-01-01");
        await form.Register.ClickAsync();

        await Assertions.Expect(form.Summary).ToBeFocusedAsync();
        await Assertions.Expect(form.Summary.GetByRole(AriaRole.Heading)).ToHaveTextAsync("There is a problem");
        await Assertions.Expect(clerk.Page).ToHaveTitleAsync(StartsWithError());
        await Assertions.Expect(form.ErrorOf("gender")).ToContainTextAsync("Choose the sex that stands on the ABHA card.");
        await Assertions.Expect(form.ErrorOf("birth-date")).ToContainTextAsync("more than 130 years ago");
        await Assertions.Expect(form.ErrorOf("number")).ToContainTextAsync("Enter the hospital number");
        await Assertions.Expect(form.ErrorOf("mobile")).ToContainTextAsync("Enter ten digits");
        await Assertions.Expect(form.ErrorOf("phr-address")).ToContainTextAsync("name@abdm");
        await Assertions.Expect(form.ErrorOf("name")).ToHaveCountAsync(0);
        await Assertions.Expect(form.Mobile).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(form.Mobile).ToHaveAttributeAsync("aria-describedby", new Regex("mobile-error"));
        await Assertions.Expect(form.Name).ToHaveValueAsync("Nirmala Devi");

        await form.Summary.GetByRole(AriaRole.Link, new() { Name = "Enter ten digits" }).ClickAsync();
        await Assertions.Expect(form.Mobile).ToBeFocusedAsync();
        await form.Mobile.FillAsync("9840012345");
        await form.PhrAddress.FillAsync("");
        await form.BirthDate.FillAsync("1971-05-09");
        await form.Sex.SelectOptionAsync("Female");
        await form.Number.FillAsync("SH/2026-18");
        await form.Register.ClickAsync();

        await clerk.HeadingIsAsync("Nirmala Devi");
        await clerk.SeesAsync("no ABHA address on file");
    });

    [Fact, Trait("Row", "A15")]
    public Task A_number_that_another_patient_has_is_said_at_its_field() => WalkAsync(async journey =>
    {
        var other = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.NewPatient);
        await clerk.PatientForm.Name.FillAsync("Nirmala Devi");
        await clerk.PatientForm.Sex.SelectOptionAsync("Female");
        await clerk.PatientForm.BirthDate.FillAsync("1971-05-09");
        await clerk.PatientForm.Number.FillAsync(other.Number);
        await clerk.PatientForm.Register.ClickAsync();

        await Assertions.Expect(clerk.PatientForm.ErrorOf("number")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.PatientForm.Summary).ToBeFocusedAsync();
    });

    [Fact, Trait("Row", "A15")]
    public Task A_record_is_checked_field_by_field() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.AddRecord(patient.Id));
        await clerk.RecordForm.Title.FillAsync("रक्त जांच");
        await clerk.RecordForm.Add.ClickAsync();

        await Assertions.Expect(clerk.RecordForm.Summary).ToBeFocusedAsync();
        await Assertions.Expect(clerk.Page).ToHaveTitleAsync(StartsWithError());
        await Assertions.Expect(clerk.RecordForm.ErrorOf("visit")).ToContainTextAsync("Enter the visit number");
        await Assertions.Expect(clerk.RecordForm.ErrorOf("hi-type")).ToContainTextAsync("Choose what kind of record it is.");
        await Assertions.Expect(clerk.RecordForm.ErrorOf("title")).ToContainTextAsync("Use only English letters");
        await Assertions.Expect(clerk.RecordForm.ErrorOf("date")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_patient_opened_while_the_search_still_waits_stays_open() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.PatientSearch(patient.Number));
        await clerk.Patients.Box.FillAsync(patient.Number[..^1]);
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = patient.Name, Exact = true }).ClickAsync();

        await clerk.HeadingIsAsync(patient.Name);
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Correct details" }).ClickAsync();
        await clerk.HeadingIsAsync("Correct details");
    });

    [GeneratedRegex("^Error: ")]
    private static partial Regex StartsWithError();
}

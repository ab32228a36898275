using HrpPortal.Browser.Support;
using HrpPortal.CareContexts;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>A hospital whose every text tries to be markup. Shown as text everywhere; nothing runs, nothing is added to a page.</summary>
public sealed class HostileTextTests(HostileTextTests.HostileStage stage, ITestOutputHelper output)
    : BrowserTest(stage, output), IClassFixture<HostileTextTests.HostileStage>
{
    private const string Hostile = "<img src=x onerror=\"window.hacked=1\">'\"><script>window.hacked=1</script>";

    [Fact]
    public Task Markup_in_any_field_is_text_on_every_page() => WalkAsync(async journey =>
    {
        var patient = await HostilePatientAsync();
        await HostileRecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = Hostile });
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.PatientSearch(Hostile));
        await ShowsAsTextAsync(clerk);
        await clerk.OpenAsync(PortalUrls.EditPatient(patient.Id));
        await Assertions.Expect(clerk.PatientForm.Name).ToHaveValueAsync(patient.Name);
        await ShowsAsTextAsync(clerk);
        await clerk.OpenAsync(PortalUrls.AddRecord(patient.Id));
        await ShowsAsTextAsync(clerk);

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await ShowsAsTextAsync(clerk);
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.StepIsAsync("Permission");
        await ShowsAsTextAsync(clerk);
        await clerk.Wizard.ToRecordsAsync();
        await ShowsAsTextAsync(clerk);
        await clerk.Wizard.ToCheckAsync();
        await ShowsAsTextAsync(clerk);
        await clerk.Wizard.Send.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Refused");
        await ShowsAsTextAsync(clerk);

        await clerk.Wizard.ViewRequest.ClickAsync();
        await clerk.Page.Locator(".for-it summary").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("details.for-it")).ToContainTextAsync("onerror");
        await ShowsAsTextAsync(clerk);
        await clerk.OpenAsync(PortalUrls.LinkList(text: Hostile));
        await ShowsAsTextAsync(clerk);
        await clerk.OpenAsync(PortalUrls.Links);
        await Assertions.Expect(clerk.Links.Row("onerror")).ToHaveCountAsync(1);
        await ShowsAsTextAsync(clerk);
    });

    [Fact]
    public Task Markup_in_what_ABDM_answers_and_in_a_care_context_is_text() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-70");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await using (var db = await Portal.OpenDbAsync())
        {
            await db.Set<CareContext>().Where(context => context.PatientId == patient.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(context => context.Display, Hostile));
        }

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await Assertions.Expect(clerk.Patient.CareContexts).ToContainTextAsync(Hostile);
        await Portal.RecordAsync(patient, "OPD-70");
        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();
        await Assertions.Expect(clerk.Page.Locator("select option").First).ToContainTextAsync("onerror");
        await ShowsAsTextAsync(clerk);
        await clerk.Wizard.SendAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await ShowsAsTextAsync(clerk);
    });

    [Fact]
    public Task Pages_that_need_no_sign_in_show_what_stands_in_their_address_as_text_or_not_at_all() => WalkAsync(async journey =>
    {
        journey.Expect("status of 403");
        journey.Expect("status of 404");
        var stranger = await journey.NewcomerAsync();
        var text = Uri.EscapeDataString(Hostile);
        foreach (var page in (string[])[$"/account/sign-in-failed?reason={text}&id={text}", $"/account/no-access?needs={text}", $"/account/signed-out?{text}", $"/not-found?{text}", $"/error?{text}"])
        {
            await stranger.Page.GotoAsync(page);
            await NothingRanAsync(stranger);
        }
    });

    private static async Task ShowsAsTextAsync(Person person)
    {
        await person.AnswersAsync();
        await Assertions.Expect(person.Page.Locator(".place")).ToHaveTextAsync(Hostile);
        await NothingRanAsync(person);
    }

    private static async Task NothingRanAsync(Person person)
    {
        Assert.Equal(0, await person.Page.EvaluateAsync<int>("() => document.querySelectorAll('img, iframe, object, script:not([src]), [onerror]').length"));
        Assert.False(await person.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
    }

    private async Task<Patient> HostilePatientAsync()
    {
        var patient = await Portal.PatientAsync();
        await using var db = await Portal.OpenDbAsync();
        var row = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        row.Name = Hostile;
        row.Mobile = "<b>98400";
        row.Index();
        await db.SaveChangesAsync();
        Portal.Sandbox.AddAccount(new(row.PhrAddress!, Hostile, "F", HrpPortal.Gateway.Demographic.Day(row.BirthDate)));
        return row;
    }

    private async Task HostileRecordAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        db.Add(new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, VisitNumber = "<i>V-1</i>", Date = new DateOnly(2026, 11, 22),
            HiType = HiType.OPConsultation, Title = Hostile, Doctor = Hostile, CreatedAt = DateTime.UnixEpoch,
        });
        await db.SaveChangesAsync();
    }

    public sealed class HostileStage : Stage
    {
        protected override void Set(IDictionary<string, string?> settings)
        {
            base.Set(settings);
            settings["Facilities:0:Name"] = Hostile;
        }
    }
}

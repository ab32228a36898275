using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>Fifteen minutes without a hand on the page end a session, and a minute before the page says so.</summary>
[Trait("Row", "A22")]
public sealed class SessionEndTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_minute_before_the_end_the_page_warns_and_who_stays_keeps_the_page_and_who_does_not_comes_back_to_it() => WalkAsync(async journey =>
    {
        journey.Expect("status of 401");
        var patient = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.AddRecord(patient.Id));
        var dialog = clerk.Page.GetByRole(AriaRole.Alertdialog);
        await clerk.RecordForm.Visit.FillAsync("OPD-77");
        await clerk.MarkAsync();
        await LookAsync(clerk);
        await Assertions.Expect(dialog).ToBeHiddenAsync();

        Portal.Clock.Advance(TimeSpan.FromSeconds(14 * 60 + 20));
        await LookAsync(clerk);
        await Assertions.Expect(dialog).ToContainTextAsync("You will be signed out soon");
        var stay = clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" });
        await Assertions.Expect(stay).ToBeFocusedAsync();
        await stay.ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await clerk.WasNotReloadedAsync();
        await Assertions.Expect(clerk.RecordForm.Visit).ToHaveValueAsync("OPD-77");

        Portal.Clock.Advance(TimeSpan.FromMinutes(16));
        await LookAsync(clerk);
        await clerk.SignIn.SignInAsync("clerk");
        await clerk.HeadingIsAsync("Add a record");
        Assert.EndsWith(PortalUrls.AddRecord(patient.Id), clerk.Page.Url, StringComparison.Ordinal);
    });

    [Fact]
    public Task Who_was_signed_out_on_the_long_way_comes_back_to_the_step_with_all_that_was_chosen() => WalkAsync(async journey =>
    {
        journey.Expect("status of 401");
        var patient = await Portal.PatientAsync();
        foreach (var visit in (string[])["OPD-78", "OPD-79"]) await Portal.RecordAsync(patient, visit);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();
        await clerk.Wizard.Box("OPD-79").UncheckAsync();
        await Assertions.Expect(clerk.Wizard.New("OPD-79")).ToHaveCountAsync(0);
        await Assertions.Expect(clerk.Wizard.Saved).ToContainTextAsync("Saved");
        var step = clerk.Page.Url;

        Portal.Clock.Advance(TimeSpan.FromMinutes(16));
        await LookAsync(clerk);
        await clerk.SignIn.SignInAsync("clerk");

        await clerk.AnswersAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        Assert.Equal(step, clerk.Page.Url);
        await Assertions.Expect(clerk.Wizard.Box("OPD-78")).ToBeCheckedAsync();
        await Assertions.Expect(clerk.Wizard.Box("OPD-79")).Not.ToBeCheckedAsync();
    });

    /// <summary>As when the person comes back to the tab.</summary>
    private static Task LookAsync(Person clerk) => clerk.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
}

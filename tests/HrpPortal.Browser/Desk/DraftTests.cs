using System.Diagnostics;
using HrpPortal.Browser.Support;
using HrpPortal.Drafts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>What was begun is not lost: the desk shows it, another language keeps it, and it is nobody else's.</summary>
public sealed class DraftTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A5")]
    public Task The_desk_shows_what_is_unfinished_until_it_is_sent() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();

        await clerk.OpenAsync(PortalUrls.Desk);
        await clerk.Desk.Unfinished.Filter(new() { HasText = patient.Name }).ClickAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        var other = await journey.SignedInAsync("records", PortalUrls.Desk);
        await Assertions.Expect(other.Desk.Unfinished).ToHaveCountAsync(0);
        journey.Expect("404");
        await other.Page.GotoAsync(clerk.Page.Url);
        await Assertions.Expect(other.Page.Locator("main")).Not.ToContainTextAsync(patient.Name);

        await clerk.Wizard.SendAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.OpenAsync(PortalUrls.Desk);
        await clerk.SeesAsync(patient.Name);
        await Assertions.Expect(clerk.Desk.Unfinished.Filter(new() { HasText = patient.Name })).ToHaveCountAsync(0);
    });

    [Fact, Trait("Row", "A16")]
    public Task Another_language_keeps_the_draft() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-63");
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToCheckAsync();
        var display = clerk.Page.Locator("#display-OPD-63");
        // Typed, and the field is not left: it is kept when the typing pauses.
        await display.PressAsync("End");
        await display.PressAsync("End");
        await display.PressSequentiallyAsync(" at Dr Menon");
        await Eventually.TrueAsync(async () => (await DraftAsync(patient)).Displays.Contains("at Dr Menon", StringComparison.Ordinal), () => "what was typed is not in the draft");

        await clerk.Page.GotoAsync(PortalUrls.SetLanguage("hi-IN", new Uri(clerk.Page.Url).AbsolutePath));
        await clerk.AnswersAsync();

        await clerk.HeadingIsAsync("भेजने से पहले जाँचें");
        await Assertions.Expect(display).ToHaveValueAsync("OPD records of 22-Nov-2026 at Dr Menon");
    });

    [Fact, Trait("Row", "A6")]
    public Task A_line_cut_for_20_seconds_in_the_third_step_loses_neither_ticks_nor_typing() => WalkAsync(async journey =>
    {
        foreach (var trouble in (string[])["WebSocket", "ERR_", "Connection disconnected", "Failed to fetch", "Failed to complete negotiation", "Failed to start the connection"]) journey.Expect(trouble);
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-64");
        await Portal.RecordAsync(patient, "OPD-65");
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();
        await clerk.Wizard.Box("OPD-65").UncheckAsync();
        await Assertions.Expect(clerk.Wizard.New("OPD-65")).ToHaveCountAsync(0);
        await clerk.MarkAsync();

        await clerk.Page.Context.SetOfflineAsync(true);
        await clerk.Page.EvaluateAsync("() => Blazor._internal.forceCloseConnection()");
        var bar = clerk.Page.Locator("#components-reconnect-modal");
        await Assertions.Expect(bar).ToContainTextAsync("What you typed is kept.");
        await clerk.Wizard.Box("OPD-64").ClickAsync(new() { Force = true });
        await clerk.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 20000))");
        await Assertions.Expect(bar).ToBeVisibleAsync();
        await clerk.Page.Context.SetOfflineAsync(false);
        var back = Stopwatch.StartNew();
        await Assertions.Expect(bar).ToBeHiddenAsync();
        Output.WriteLine($"the bar was gone {back.Elapsed.TotalSeconds:0.0} s after the network was back");

        await clerk.WasNotReloadedAsync();
        await Assertions.Expect(clerk.Wizard.Box("OPD-65")).Not.ToBeCheckedAsync();
        // A press while the line was down did nothing, and looks like it.
        await Assertions.Expect(clerk.Wizard.Box("OPD-64")).ToBeCheckedAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await Assertions.Expect(clerk.Wizard.Send).ToContainTextAsync("Send 1 record");
        await using var db = await Portal.OpenDbAsync();
        Assert.Equal(0, await db.Set<LinkRequest>().CountAsync(request => request.PatientId == patient.Id));
    });

    private async Task<Draft> DraftAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<Draft>().SingleAsync(draft => draft.PatientId == patient.Id);
    }
}

using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>New data in a record that is linked already: from the desk by the long way to the patient's app, and a slip of it.</summary>
public sealed class UpdateTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_linked_record_is_updated_from_the_desk_and_its_slip_is_printed_from_the_sent_page() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.UntilAsync(await Portal.SendAsync(patient, await Portal.RecordAsync(patient, "OPD-9")), LinkState.Linked);
        await Portal.RecordAsync(patient, "OPD-10");
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();

        // E opens "More…"; nothing is ticked on the way that leads to an update, not even what is not linked yet.
        await clerk.Page.Keyboard.PressAsync("e");
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Tell the app of new data in a linked record" }).ClickAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        await Assertions.Expect(clerk.Page.Locator(".record input:checked")).ToHaveCountAsync(0);
        await Assertions.Expect(clerk.Page.Locator("main")).ToContainTextAsync(new Regex(@"linked \d\d-\w{3}-20\d\d · Update: tick it"));
        await clerk.Wizard.Box("OPD-9").CheckAsync();
        await clerk.SeesAsync("the patient's app is told that there is new data");
        await Assertions.Expect(clerk.Wizard.Saved).ToContainTextAsync("Saved");
        await clerk.Page.ReloadAsync();
        await clerk.AnswersAsync();
        await Assertions.Expect(clerk.Wizard.Box("OPD-9")).ToBeCheckedAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.SeesAsync("The app is told that there is new data in it.");
        await clerk.Wizard.Send.ClickAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal((1, 1), (Link(patient)?.SuccessEffects, Link(patient)?.Notifications));
        await clerk.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await clerk.Page.Keyboard.PressAsync("p");
        await clerk.IsAtAsync(new("/slip$"));
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Article)).ToContainTextAsync(patient.PhrAddress!);
    });

    [Fact]
    public Task From_a_linked_request_one_press_leads_to_the_update_of_its_record() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient, "OPD-11"));
        await Portal.UntilAsync(id, LinkState.Linked);
        var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id));

        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Tell the app of new data" }).ClickAsync();

        await clerk.Wizard.StepIsAsync("Which records?");
        await Assertions.Expect(clerk.Wizard.Box("OPD-11")).ToBeCheckedAsync();
        await clerk.SeesAsync("the patient's app is told that there is new data");
    });

    private HrpPortal.Sandbox.ConsentManager.LinkedCareContext? Link(HrpPortal.Patients.Patient patient) =>
        Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-9");
}

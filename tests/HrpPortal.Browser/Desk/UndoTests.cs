using HrpPortal.Browser.Support;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>Taking back what was sent at the desk, while nothing has left. The time for it is long here, so that no test races against it.</summary>
public sealed class UndoTests(UndoTests.LongUndo stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<UndoTests.LongUndo>
{
    [Fact]
    public Task U_takes_back_what_has_not_left_yet() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();

        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Undo).ToBeVisibleAsync();
        // In the box a letter is a letter; out of it U is the command.
        await clerk.Page.EvaluateAsync("() => document.activeElement.blur()");
        await clerk.Page.Keyboard.PressAsync("u");

        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Cancelled");
        await Assertions.Expect(clerk.Desk.Link).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Announced).ToContainTextAsync("Undone. Nothing was sent.");
        await Portal.Sandbox.ReleaseAsync();
        Assert.Equal(0, Calls(CallPaths.AddContexts, patient));
    });

    [Fact]
    public Task Who_wants_time_to_undo_has_it_and_U_takes_it_back_before_ABDM_hears_of_it() => WalkAsync(async journey =>
    {
        var (patient, next) = (await ReadyAsync(), await ReadyAsync());
        var clerk = await journey.SignedInAsync("records", PortalUrls.Me);
        await clerk.Page.GetByLabel("Wait a few seconds before sending, so that I can undo it").CheckAsync();
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await clerk.SeesAsync("Saved.");
        await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();

        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Page.Locator(".sent-line")).ToContainTextAsync("Will be sent in 0:");
        await Assertions.Expect(clerk.Page.Locator(".sent-line .quiet")).ToHaveTextAsync($"1 record of {patient.Name}");
        await Assertions.Expect(clerk.Announced).ToContainTextAsync("It will be sent in 59 seconds. You can serve the next patient.");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        await clerk.Page.EvaluateAsync("() => document.activeElement.blur()");
        await clerk.Page.Keyboard.PressAsync("u");

        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Cancelled");
        await Assertions.Expect(clerk.Announced).ToContainTextAsync("Undone. Nothing was sent.");
        Assert.Equal((0, 0), (Calls(CallPaths.Init, patient), Calls(CallPaths.AddContexts, patient)));

        // And who does not take it back has it sent when the time is over.
        await clerk.OpenAsync(PortalUrls.DeskPatient(next.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Undo).ToBeVisibleAsync();
        Assert.Equal(0, Calls(CallPaths.Init, next));
        Portal.Clock.Advance(TimeSpan.FromSeconds(60));
        await Assertions.Expect(clerk.Desk.StatusOf(next.Name)).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Desk.Undo).ToHaveCountAsync(0);
    });

    private async Task<Patient> ReadyAsync()
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        return patient;
    }

    public sealed class LongUndo : Stage
    {
        protected override void Set(IDictionary<string, string?> settings)
        {
            base.Set(settings);
            settings["Portal:UndoSeconds"] = "59";
        }
    }
}

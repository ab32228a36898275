using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>No mouse: every press is a key, and the next one goes to what has the focus.</summary>
[Trait("Row", "A10")]
public sealed class KeyboardTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Keyboard_alone_signs_in_finds_a_patient_and_links_a_record() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.NewcomerAsync();
        await clerk.Page.GotoAsync(PortalUrls.Patients);
        await TypeAsync(clerk, "clerk", "Tab", "clerk", "Enter");
        await clerk.AnswersAsync();
        await Assertions.Expect(clerk.Patients.Box).ToBeFocusedAsync();

        // Enter opens the patient when the search leaves no other; the heading has the focus then, and Enter is the primary action.
        await TypeAsync(clerk, patient.Number, "Enter");
        await clerk.HeadingIsAsync(patient.Name);
        await Assertions.Expect(clerk.Wizard.Heading).ToBeFocusedAsync();

        await TabToAsync(clerk, clerk.Patient.LinkRecords);
        await TypeAsync(clerk, "Enter");
        await clerk.Wizard.StepIsAsync("Permission");
        await Assertions.Expect(clerk.Wizard.Heading).ToBeFocusedAsync();
        await TabToAsync(clerk, clerk.Wizard.Told);
        await TypeAsync(clerk, "Space");
        await Assertions.Expect(clerk.Wizard.Told).ToBeCheckedAsync();
        await TypeAsync(clerk, "Control+Enter");

        await clerk.Wizard.StepIsAsync("Which records?");
        await TabToAsync(clerk, clerk.Wizard.Box("Consultation note"));
        await TypeAsync(clerk, "Space");
        await Assertions.Expect(clerk.Wizard.Box("Consultation note")).Not.ToBeCheckedAsync();
        await TypeAsync(clerk, "Space");
        await Assertions.Expect(clerk.Wizard.Box("Consultation note")).ToBeCheckedAsync();
        await TabToAsync(clerk, clerk.Wizard.Continue);
        await TypeAsync(clerk, "Enter");

        await clerk.Wizard.StepIsAsync("Check before sending");
        await Assertions.Expect(clerk.Wizard.Heading).ToBeFocusedAsync();
        await TypeAsync(clerk, "Control+Enter");
        await clerk.Wizard.StepIsAsync("Sent");
        await Assertions.Expect(clerk.Wizard.Heading).ToBeFocusedAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");

        await TypeAsync(clerk, "Control+Enter");
        await clerk.HeadingIsAsync("Desk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
    });

    [Fact]
    public Task Keyboard_goes_through_the_results_with_arrows_and_Enter_opens_nothing_but_the_only_one() => WalkAsync(async journey =>
    {
        var first = await Portal.PatientAsync();
        var second = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patients);
        await TypeAsync(clerk, "Test Person", "Enter");
        await Assertions.Expect(clerk.Patients.Row(first.Number)).ToHaveCountAsync(1);
        await clerk.HeadingIsAsync("Patients");
        // Narrowed by typing alone: nothing opens by itself because of an Enter before.
        await clerk.Patients.FindAsync(second.Number);
        await clerk.HeadingIsAsync("Patients");

        await TypeAsync(clerk, "ArrowDown");
        var row = clerk.Page.GetByRole(AriaRole.Link, new() { Name = second.Name, Exact = true });
        await Assertions.Expect(row).ToBeFocusedAsync();
        Assert.True(await IsRingedAsync(row), "The focus cannot be seen.");
        await TypeAsync(clerk, "ArrowUp");
        await Assertions.Expect(clerk.Patients.Box).ToBeFocusedAsync();
        await TypeAsync(clerk, "ArrowDown", "Enter");
        await clerk.HeadingIsAsync(second.Name);
    });

    [Fact]
    public Task Keyboard_reaches_the_search_from_everywhere_and_skips_the_top_bar() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.NewPatient);
        await TypeAsync(clerk, "Control+KeyK");
        await clerk.HeadingIsAsync("Desk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        await clerk.OpenAsync(PortalUrls.Links);
        var skip = clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "HRP Portal" }).FocusAsync();
        await TypeAsync(clerk, "Shift+Tab");
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await Assertions.Expect(skip).ToBeInViewportAsync();
        await TypeAsync(clerk, "Enter");
        await Assertions.Expect(clerk.Page.Locator("main")).ToBeFocusedAsync();
        await clerk.HeadingIsAsync("Link requests");
    });

    /// <summary>Names of keys are pressed, everything else is typed.</summary>
    private static async Task TypeAsync(Person person, params string[] keys)
    {
        foreach (var key in keys)
        {
            // Two Enters within half a second are one for the page; people are slower than this test.
            if (key.EndsWith("Enter", StringComparison.Ordinal)) await person.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 520))");
            if (key is "Tab" or "Enter" or "Space" or "ArrowDown" or "ArrowUp" || key.Contains('+', StringComparison.Ordinal)) await person.Page.Keyboard.PressAsync(key);
            else await person.Page.Keyboard.TypeAsync(key);
        }
    }

    private static async Task TabToAsync(Person person, ILocator wanted)
    {
        await Assertions.Expect(wanted).ToBeEnabledAsync();
        for (var presses = 0; presses < 40; presses++)
        {
            await person.Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                Assert.True(await IsRingedAsync(wanted), "The focus cannot be seen.");
                return;
            }
        }

        Assert.Fail("The key Tab does not lead there.");
    }

    /// <summary>A row of a list draws the ring around the whole row.</summary>
    private static Task<bool> IsRingedAsync(ILocator focused) =>
        focused.EvaluateAsync<bool>("element => [null, '::after'].some(part => getComputedStyle(element, part).outlineStyle !== 'none')");
}

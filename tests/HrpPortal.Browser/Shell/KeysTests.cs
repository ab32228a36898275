using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>Keys that work on every page, and the switch that keeps single letters for screen readers (WCAG 2.1.4).</summary>
public sealed partial class KeysTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task The_help_opens_by_its_key_and_closes_by_Esc_and_leaves_the_focus_where_it_was() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Me);
        var help = clerk.Page.GetByRole(AriaRole.Dialog);
        var save = clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" });
        await save.FocusAsync();
        await clerk.Page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(help).ToContainTextAsync("Go to the links");
        await clerk.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(help).ToBeHiddenAsync();
        await Assertions.Expect(save).ToBeFocusedAsync();
    });

    [Fact]
    public Task The_menu_of_an_administrator_opens_by_keys_closes_by_Esc_and_behind_who_chose() => WalkAsync(async journey =>
    {
        var admin = await journey.SignedInAsync("admin", PortalUrls.Me);
        var menu = admin.Page.Locator("details.more summary");
        var status = admin.Page.GetByRole(AriaRole.Link, new() { Name = "Status" });
        await Assertions.Expect(status).ToBeHiddenAsync();
        await menu.FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(status).ToBeVisibleAsync();
        await admin.Page.Keyboard.PressAsync("Tab");
        await admin.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(status).ToBeHiddenAsync();
        await Assertions.Expect(menu).ToBeFocusedAsync();

        await menu.ClickAsync();
        await status.ClickAsync();
        await admin.HeadingIsAsync("Status");
        await Assertions.Expect(status).ToBeHiddenAsync();
        await menu.ClickAsync();
        await admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).ClickAsync();
        await Assertions.Expect(status).ToBeHiddenAsync();
    });

    [Fact]
    public Task G_and_L_lead_to_the_links_also_with_a_Hindi_keyboard_and_not_while_somebody_writes() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.NewPatient);
        await clerk.PatientForm.Summary.Page.GetByLabel("Full name").FocusAsync();
        await clerk.Page.Keyboard.PressAsync("g");
        await clerk.Page.Keyboard.PressAsync("l");
        await Assertions.Expect(clerk.Page.GetByLabel("Full name")).ToHaveValueAsync("gl");

        await clerk.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        // The key's place counts: with a Hindi layout the same two keys write these letters.
        await clerk.Page.EvaluateAsync("""
            () => { for (const [code, key] of [['KeyG', 'ु'], ['KeyL', 'त']]) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true })); }
            """);
        await clerk.IsAtAsync(Links());
    });

    [Fact]
    public Task Who_switches_single_letters_off_has_them_off_and_the_settings_are_kept_for_the_next_browser() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("records", PortalUrls.Me);
        await clerk.Page.GetByLabel("Single letters are shortcuts").UncheckAsync();
        await clerk.Page.GetByLabel("Dark", new() { Exact = true }).CheckAsync();
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await clerk.SeesAsync("Saved.");
        await clerk.AnswersAsync();

        await clerk.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await clerk.Page.Keyboard.PressAsync("g");
        await clerk.Page.Keyboard.PressAsync("l");
        await clerk.Page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Single letters are switched off in your settings.");
        Assert.Contains(PortalUrls.Me, clerk.Page.Url, StringComparison.Ordinal);

        var elsewhere = await journey.SignedInAsync("records", PortalUrls.Me);
        await Assertions.Expect(elsewhere.Page.Locator("html[data-theme=dark][data-keys=off]")).ToHaveCountAsync(1);
        await Assertions.Expect(elsewhere.Page.GetByLabel("Single letters are shortcuts")).Not.ToBeCheckedAsync();
        Assert.Equal("rgb(15, 22, 25)", await elsewhere.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
    });

    [GeneratedRegex("/links$")]
    private static partial Regex Links();
}

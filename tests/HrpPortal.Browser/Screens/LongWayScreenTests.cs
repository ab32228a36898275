using HrpPortal.Browser.Support;
using HrpPortal.Linking.Pages;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Screens;

/// <summary>The long way with a record that is linked already, and what is said afterwards, as pictures for people to look at.</summary>
public sealed class LongWayScreenTests(ScreenStage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<ScreenStage>
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Fact]
    public Task The_long_way_in_light() => PicturesAsync("light", "Asha Rao", options => options.ColorScheme = ColorScheme.Light);

    [Fact]
    public Task The_long_way_in_dark() => PicturesAsync("dark", "Banri Lyngdoh", options => options.ColorScheme = ColorScheme.Dark);

    [Fact, Trait("Row", "A21")]
    public Task The_long_way_at_320_points() => PicturesAsync("narrow", "Thenmozhi Sundaram", options => options.ViewportSize = new() { Width = 320, Height = 640 });

    /// <summary>Another person: a language goes with its person from browser to browser.</summary>
    [Fact]
    public Task The_long_way_in_Hindi() => PicturesAsync("hindi", "Lakshmi Narayanan", options => options.ColorScheme = ColorScheme.Light, "records", "hi-IN");

    private Task PicturesAsync(string look, string name, Action<BrowserNewContextOptions> change, string person = "clerk", string? culture = null) => WalkAsync(
        async journey =>
        {
            Directory.CreateDirectory(Path.Combine(Pictures, look));
            var patient = await stage.FindAsync(name);
            var clerk = await journey.SignedInAsync(person, PortalUrls.Desk, change);
            if (culture is not null) await clerk.OpenAsync(PortalUrls.SetLanguage(culture, PortalUrls.Desk));
            await clerk.OpenAsync(PortalUrls.Wizard(patient.Id, Guid.CreateVersion7(), WizardChoices.None));
            var first = clerk.Page.Locator(".record").Filter(new() { Has = clerk.Page.Locator("[id^=update-]") }).First;
            await Assertions.Expect(first).ToBeVisibleAsync();
            await ShootAsync("long-way-linked");
            await first.GetByRole(AriaRole.Checkbox).CheckAsync();
            await Assertions.Expect(clerk.Wizard.Saved).Not.ToBeEmptyAsync();
            await ShootAsync("long-way-update");
            await clerk.Page.Locator("main [data-primary]").ClickAsync();
            await Assertions.Expect(clerk.Page.Locator("dl.summary")).ToBeVisibleAsync();
            await ShootAsync("long-way-update-check");
            await clerk.Page.Locator("main [data-primary]").ClickAsync();
            await Assertions.Expect(clerk.Page.Locator(".sent [data-tone=good], .sent .chip")).Not.ToHaveCountAsync(0);
            await ShootAsync("long-way-sent");
            await clerk.OpenAsync(PortalUrls.Me);
            await ShootAsync("me-undo");

            async Task ShootAsync(string page)
            {
                await clerk.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, look, $"{page}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
                Assert.True(await clerk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{page} is wider than the screen.");
            }
        },
        look);
}

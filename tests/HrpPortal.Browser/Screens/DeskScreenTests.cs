using HrpPortal.Browser.Desk;
using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Screens;

/// <summary>The desk in its states, as pictures for people to look at; nowhere may anything have to be scrolled sideways.</summary>
public sealed class DeskScreenTests(ScreenStage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<ScreenStage>
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Fact]
    public Task The_desk_in_light() => PicturesAsync("light", "Ravi Kumar", options => options.ColorScheme = ColorScheme.Light);

    [Fact]
    public Task The_desk_in_dark() => PicturesAsync("dark", "Ilango Narayanan", options => options.ColorScheme = ColorScheme.Dark);

    [Fact, Trait("Row", "A21")]
    public Task The_desk_at_320_points_and_at_200_percent() => PicturesAsync("narrow", "Salim Pathan", options => options.ViewportSize = new() { Width = 320, Height = 640 }, zoomed: true);

    private Task PicturesAsync(string look, string next, Action<BrowserNewContextOptions> change, bool zoomed = false) => WalkAsync(
        async journey =>
        {
            Directory.CreateDirectory(Path.Combine(Pictures, look));
            var clerk = await journey.SignedInAsync("clerk", PortalUrls.Desk, change);
            await ShootAsync("desk-empty");
            await clerk.Desk.Box.FillAsync("narayanan");
            await Assertions.Expect(clerk.Desk.Hits).Not.ToHaveCountAsync(0);
            await clerk.Page.Keyboard.PressAsync("ArrowDown");
            await ShootAsync("desk-found");
            await clerk.Desk.Box.FillAsync("nobody of this name");
            await Assertions.Expect(clerk.Desk.Count).ToContainTextAsync("No patient found");
            await ShootAsync("desk-nobody");
            await clerk.Page.Keyboard.PressAsync("Escape");

            var patient = await stage.FindAsync(next);
            await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
            await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
            await ShootAsync("desk-patient");
            await clerk.Desk.ScanAsync(Card.Of(patient, $"{next.Split(' ')[0].ToLowerInvariant()}.new@sbx", mobile: "9111111111"));
            await Assertions.Expect(clerk.Desk.Compare).ToBeVisibleAsync();
            await ShootAsync("desk-compare");
            await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
            await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
            Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
            await clerk.Desk.PressAsync("Enter");
            await Assertions.Expect(clerk.Desk.Undo).ToBeVisibleAsync();
            await ShootAsync("desk-sent");
            await Portal.Sandbox.ReleaseAsync();
            if (zoomed)
            {
                await clerk.Page.SetViewportSizeAsync(683, 384);
                await ShootAsync("desk-zoomed");
            }

            async Task ShootAsync(string name)
            {
                await clerk.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, look, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
                Assert.True(await clerk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than the screen.");
            }
        },
        look);
}

using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Screens;

/// <summary>
/// A picture of every page, for people to look at: on the reception's screen in light and dark, and on one 320 points wide,
/// where nothing may have to be scrolled sideways. They lie in artifacts/screenshots; those in light at the reception's size
/// go to the folder that HRP_SCREENSHOTS names, for the README.
/// </summary>
public sealed class ScreenshotTests(ScreenStage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<ScreenStage>
{
    private const int LargestPicture = 170 * 1024;

    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Fact]
    public Task Every_page_in_light() => PicturesAsync("light", "Ravi Kumar", options => options.ColorScheme = ColorScheme.Light, Environment.GetEnvironmentVariable("HRP_SCREENSHOTS"));

    [Fact]
    public Task Every_page_in_dark() => PicturesAsync("dark", "Ilango Narayanan", options => options.ColorScheme = ColorScheme.Dark);

    [Fact, Trait("Row", "A21")]
    public Task Every_page_on_a_narrow_screen_without_scrolling_sideways() => PicturesAsync("narrow", "Salim Pathan", options => options.ViewportSize = new() { Width = 320, Height = 640 });

    /// <param name="look">The folder of the pictures.</param>
    /// <param name="next">Whose records are sent on the way: somebody else for every look.</param>
    /// <param name="change">The screen.</param>
    /// <param name="folder">Another folder.</param>
    private Task PicturesAsync(string look, string next, Action<BrowserNewContextOptions> change, string? folder = null) => WalkAsync(
        async journey =>
        {
            var into = folder is null ? Path.Combine(Pictures, look) : Path.Combine(Repository.Root, folder);
            Directory.CreateDirectory(into);
            var clerk = await journey.NewcomerAsync(change);
            await clerk.Page.GotoAsync("/patients?q=narayanan");
            await ShootAsync("sign-in");
            await clerk.SignIn.SignInAsync("clerk");
            await clerk.AnswersAsync();
            await ShootAsync("patients");

            await OpenAsync("register", PortalUrls.NewPatient);
            var lakshmi = await stage.FindAsync("Lakshmi Narayanan");
            await OpenAsync("desk", PortalUrls.DeskPatient(lakshmi.Id));
            await OpenAsync("patient", PortalUrls.Patient(lakshmi.Id));
            await OpenAsync("add-record", PortalUrls.AddRecord(lakshmi.Id));

            await clerk.OpenAsync(PortalUrls.Patient(lakshmi.Id));
            await clerk.Patient.LinkRecords.ClickAsync();
            await clerk.Wizard.ToRecordsAsync();
            await ShootAsync("wizard-records");
            await clerk.OpenAsync(PortalUrls.Patient((await stage.FindAsync(next)).Id));
            await clerk.Patient.LinkRecords.ClickAsync();
            await clerk.Wizard.StepIsAsync("Permission");
            await clerk.Wizard.Told.CheckAsync();
            await ShootAsync("wizard-permission");
            await clerk.Wizard.ToCheckAsync();
            await ShootAsync("wizard-check");
            Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true, Times = 5 });
            await clerk.Wizard.Send.ClickAsync();
            await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
            await ShootAsync("wizard-sent");

            // The records office sees what every clerk sent.
            clerk = await journey.SignedInAsync("records", PortalUrls.Links, change);
            await OpenAsync("links", PortalUrls.Links);
            await OpenAsync("inbox", PortalUrls.Inbox);
            await OpenAsync("link", PortalUrls.Link(stage.Requests.Linked));
            await OpenAsync("link-needs-action", PortalUrls.Link(stage.Requests.NeedsAction));

            async Task OpenAsync(string name, string page)
            {
                await clerk.OpenAsync(page);
                await ShootAsync(name);
            }

            async Task ShootAsync(string name)
            {
                var file = Path.Combine(into, $"{name}.png");
                var picture = await clerk.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = look == "narrow", Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
                Assert.True(look == "narrow" || picture.Length < LargestPicture, $"{file} has {picture.Length} bytes.");
                Assert.True(
                    await clerk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"),
                    $"{name} is wider than the screen: {await WidestAsync(clerk.Page)}");
            }
        },
        look);

    private static Task<string> WidestAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
          .slice(0, 5).map(one => `${one.tagName}.${one.className} to ${Math.round(one.getBoundingClientRect().right)}`).join(', ')
        """);
}

using HrpPortal.Browser.Support;
using HrpPortal.Sandbox;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Patients;

/// <summary>A portal whose sandbox knows its facilities, so that patients' phones can ask them.</summary>
public sealed class PhoneStage : Stage
{
    protected override void SetSandbox(SandboxOptions options) => PhoneApp.Facilities(options);
}

/// <summary>The records office has the patient's page open while the patient links records in the app.</summary>
public sealed class OwnLinkTests(PhoneStage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<PhoneStage>
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Fact, Trait("Row", "USER_INIT_LINK_605")]
    public Task Staff_see_the_patient_find_choose_and_link_and_has_nothing_left_to_link() => LinkAsync("light", options => options.ColorScheme = ColorScheme.Light);

    [Fact]
    public Task The_same_in_the_dark() => LinkAsync("dark", options => options.ColorScheme = ColorScheme.Dark);

    [Fact]
    public Task The_same_at_320_points() => LinkAsync("narrow", options => options.ViewportSize = new() { Width = 320, Height = 640 });

    private Task LinkAsync(string look, Action<BrowserNewContextOptions> change) => WalkAsync(
        async journey =>
        {
            Directory.CreateDirectory(Path.Combine(Pictures, look));
            var patient = await PhoneApp.PersonAsync(Portal);
            await Portal.RecordAsync(patient, $"OPD-{patient.Number[^3..]}-1");
            await Portal.RecordAsync(patient, $"OPD-{patient.Number[^3..]}-2");
            var clerk = await journey.SignedInAsync("records", PortalUrls.Patient(patient.Id), change);
            await clerk.AnswersAsync();
            await clerk.SeesAsync("2 records are not linked yet");
            var app = new PhoneApp(Portal, patient.PhrAddress!);
            var found = await app.FindAsync();
            await clerk.SeesAsync("was shown 2 visits. Nothing is chosen yet.");
            await app.PickAsync([.. PhoneApp.References(found)]);
            await clerk.SeesAsync("A code was sent to the mobile number on this file");
            await clerk.Page.Locator(".app-rule summary").ClickAsync();
            await ShootAsync("patient-own-code");
            await app.CodeAsync(await app.CodeAsync());
            await clerk.SeesAsync("The patient linked 2 visits in the app");
            await clerk.SeesNoAsync("not linked yet");
            await ShootAsync("patient-own-link");

            // The request in the list is like any other, with its story.
            await clerk.Page.Locator("a.mono[href*='/links/']").First.ClickAsync();
            await clerk.SeesAsync("The patient linked the records to");
            await ShootAsync("link-by-patient");

            await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
            await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "हिन्दी" }).ClickAsync();
            await clerk.AnswersAsync();
            await clerk.SeesAsync("मरीज़ ने अपने ऐप में क्या माँगा");
            await clerk.Page.Locator(".app-rule summary").ClickAsync();
            await ShootAsync("patient-own-link-hi");

            // A language goes with its person: the next one begins in English.
            await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
            await Assertions.Expect(clerk.Page.Locator("html")).ToHaveAttributeAsync("lang", Language.English.Lang);

            async Task ShootAsync(string name)
            {
                await clerk.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, look, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
                Assert.True(await clerk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than the screen.");
            }
        },
        look);
}

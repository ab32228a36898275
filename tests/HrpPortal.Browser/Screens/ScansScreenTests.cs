using HrpPortal.Browser.Accessibility;
using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Screens;

/// <summary>The queue at the counter and the SMS to a patient without an address, as pictures for people to look at.</summary>
public sealed class ScansScreenTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [AxeFact]
    public Task The_queue_in_light_dark_narrow_and_Hindi() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Scans);
        await ShootAsync(clerk, "scans-empty");
        var onFile = await Portal.PatientAsync(name: "Meera Joshi");
        await Portal.ShareAsync(onFile.PhrAddress!, "V1");
        foreach (var (address, name) in new[] { ("lakshmi.n@sbx", "Lakshmi Narayanan"), ("imran.q@sbx", "Imran Qureshi") })
        {
            Portal.Sandbox.AddAccount(new Account(address, name, "F", "1971-12-01", null, "9811111111"));
            await Portal.ShareAsync(address, "V1", counter: "OPD registration, counter 2");
        }

        await Assertions.Expect(clerk.Page.Locator("table.scans tbody tr")).ToHaveCountAsync(3);
        var colleague = await journey.SignedInAsync("records", PortalUrls.Scans);
        await colleague.Page.Locator("table.scans .row-link").Nth(1).ClickAsync();
        await colleague.HeadingIsAsync("Register a patient");
        await ShootAsync(colleague, "scans-register");
        await Assertions.Expect(clerk.Page.Locator("table.scans .chip")).ToHaveCountAsync(1);
        await ShootAsync(clerk, "scans-filled");

        var patient = await Portal.PatientAsync(name: "Ilango Pillai");
        await Portal.ForgetAddressAsync(patient);
        await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Page.Locator(".sms button")).ToBeEnabledAsync();
        await ShootAsync(clerk, "sms-offer");
        await clerk.Page.Locator(".sms button").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator(".sms .notice")).ToContainTextAsync("ABDM sent the SMS");
        await ShootAsync(clerk, "sms-sent");
    });

    private static async Task ShootAsync(Person person, string name)
    {
        var page = person.Page;
        foreach (var (look, scheme, width, height) in new[] { ("light", ColorScheme.Light, 1366, 768), ("dark", ColorScheme.Dark, 1366, 768), ("narrow", ColorScheme.Light, 320, 640) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, height);
            Directory.CreateDirectory(Path.Combine(Pictures, look));
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, look, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} ({look}) is wider than the screen.");
            var broken = await Axe.ViolationsAsync(page);
            Assert.True(broken.Count == 0, $"{name} ({look}): {string.Join('\n', broken)}");
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1366, 768);
        await InHindiAsync(page, name);
    }

    private static async Task InHindiAsync(IPage page, string name)
    {
        if (name is "scans-register") return;
        var second = await page.Context.NewPageAsync();
        await page.Context.AddCookiesAsync([new Cookie { Name = ".AspNetCore.Culture", Value = "c%3Dhi-IN%7Cuic%3Dhi-IN", Url = new Uri(new Uri(page.Url), "/").ToString() }]);
        await second.GotoAsync(page.Url);
        await new Person(second).AnswersAsync();
        Directory.CreateDirectory(Path.Combine(Pictures, "hindi"));
        await second.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, "hindi", $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        await second.CloseAsync();
        await page.Context.ClearCookiesAsync(new() { Name = ".AspNetCore.Culture" });
    }
}

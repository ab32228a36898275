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
    [AxeFact]
    public Task The_queue_in_light_dark_narrow_and_Hindi() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Scans);
        await Album.ShootAsync(clerk, "scans-empty");
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
        await Album.ShootAsync(colleague, "scans-register", hindi: false);
        await Assertions.Expect(clerk.Page.Locator("table.scans .chip")).ToHaveCountAsync(1);
        await Album.ShootAsync(clerk, "scans-filled");

        var patient = await Portal.PatientAsync(name: "Ilango Pillai");
        await Portal.ForgetAddressAsync(patient);
        await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Page.Locator(".sms button")).ToBeEnabledAsync();
        await Album.ShootAsync(clerk, "sms-offer");
        await clerk.Page.Locator(".sms button").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator(".sms .notice")).ToContainTextAsync("ABDM sent the SMS");
        await Album.ShootAsync(clerk, "sms-sent");
    });
}

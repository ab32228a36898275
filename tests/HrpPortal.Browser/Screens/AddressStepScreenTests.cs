using HrpPortal.Browser.Accessibility;
using HrpPortal.Browser.Support;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Screens;

/// <summary>The address step of who has none, registering from a scan, and callbacks that nobody placed, as pictures for people to look at.</summary>
public sealed class AddressStepScreenTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [AxeFact]
    public Task Offered_compared_taken_over_and_what_nobody_placed() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync(name: "Ilango Pillai");
        await Portal.ForgetAddressAsync(patient);
        Portal.Sandbox.AddAccount(new Account("ilango.p@sbx", patient.Name, patient.Gender.ToString(), $"{patient.BirthDate:yyyy-MM-dd}", null, patient.Mobile));
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Wizard(patient.Id, Guid.CreateVersion7()));
        await Assertions.Expect(clerk.Page.Locator(".sms button")).ToBeEnabledAsync();
        await Album.ShootAsync(clerk, "address-nobody");
        await Portal.ShareAsync("ilango.p@sbx", "V1");
        await Assertions.Expect(clerk.Page.Locator(".fitting li")).ToHaveCountAsync(1);
        await Album.ShootAsync(clerk, "address-shared");
        await clerk.Page.Locator(".fitting li button").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator(".compare [data-primary]")).ToBeEnabledAsync();
        await Album.ShootAsync(clerk, "address-compared", hindi: false);
        await clerk.Page.Locator(".compare [data-primary]").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("h1")).Not.ToHaveTextAsync("Which ABHA address?");

        Portal.Sandbox.AddAccount(new Account("meera.j@sbx", "Meera Joshi", "F", "1971-12-01", null, "9811111111"));
        await Portal.ShareAsync("meera.j@sbx", "V1");
        await clerk.OpenAsync(PortalUrls.Scans);
        await clerk.Page.Locator("table.scans .row-link").First.ClickAsync();
        await clerk.HeadingIsAsync("Register a patient");
        await clerk.Page.Locator("#number").FillAsync("H-4711");
        await clerk.Page.Locator("#mobile").FillAsync("9822222222");
        await clerk.Page.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("#compare-reason")).ToBeVisibleAsync();
        await Album.ShootAsync(clerk, "register-reason", hindi: false);
        await clerk.Page.Locator("#compare-reason").FillAsync("new mobile, seen on the phone");
        await clerk.Page.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("h2, h1").Filter(new() { HasText = "Meera Joshi" }).First).ToBeVisibleAsync();

        foreach (var path in (string[])[AbdmCalls.AuthNotify, AbdmCalls.PatientStatusNotify])
            await Portal.CallBackAsync(path, $$"""{"requestId":"{{Guid.NewGuid()}}","timestamp":"2026-11-22T10:00:00Z","auth":{"transactionId":"{{Guid.NewGuid()}}","status":"DENIED"} }""");
        var records = await journey.SignedInAsync("records", PortalUrls.Callbacks);
        await Assertions.Expect(records.Page.Locator("table.callbacks tbody tr")).ToHaveCountAsync(2);
        await Album.ShootAsync(records, "callbacks-calls");
    });
}

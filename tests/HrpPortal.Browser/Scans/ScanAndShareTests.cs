using HrpPortal.Browser.Support;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Scans;

/// <summary>From the patient's own phone to a linked record: the phone is the sandbox's page, the clerk has the keyboard.</summary>
[Trait("Row", "SHARE_PATIENT_PROFILE_701")]
public sealed class ScanAndShareTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Theory, InlineData("V1"), InlineData("V3")]
    public Task Who_is_on_file_scans_and_with_two_keys_the_record_is_linked(string form) => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Scans);
        await clerk.MarkAsync();

        var phone = await journey.NewcomerAsync();
        await ShareAsync(phone, patient.PhrAddress!, form);
        var number = await phone.Page.Locator("section[aria-labelledby=share] .code").First.TextContentAsync();

        var row = Row(clerk, patient.Name);
        await Assertions.Expect(row.Locator(".queue-number")).ToHaveTextAsync(number!);
        await Assertions.Expect(row).ToContainTextAsync(patient.Number);
        await clerk.WasNotReloadedAsync();

        await row.Locator(".row-link").FocusAsync();
        await clerk.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(patient.Name);
        await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Linked");

        await phone.Page.ReloadAsync();
        await Assertions.Expect(phone.Page.Locator("section[aria-labelledby=linked] li")).ToHaveCountAsync(1);
        await clerk.OpenAsync(PortalUrls.Scans);
        await Assertions.Expect(Row(clerk, patient.Name)).ToHaveCountAsync(0);
    }, $"{nameof(Who_is_on_file_scans_and_with_two_keys_the_record_is_linked)}-{form}");

    [Fact]
    public Task Whose_address_is_not_on_file_is_compared_with_the_profile_first() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var address = $"shared.{patient.Number[2..]}@sbx";
        await Portal.ForgetAddressAsync(patient);
        Portal.Sandbox.AddAccount(new Account(address, patient.Name, "F", Demographic.Day(patient.BirthDate), null, "9000000001"));
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Scans);
        await ShareAsync(await journey.NewcomerAsync(), address, "V1");

        await Row(clerk, patient.Name).Locator(".row-link").ClickAsync();
        await Assertions.Expect(clerk.Desk.Compare).ToContainTextAsync("differs");
        await Assertions.Expect(clerk.Desk.Compare).ToContainTextAsync(address);
        await clerk.Desk.Take.ClickAsync();
        await Assertions.Expect(clerk.Desk.Compare.GetByRole(AriaRole.Textbox)).ToBeVisibleAsync();
        await clerk.Desk.Compare.GetByRole(AriaRole.Textbox).FillAsync("Photo ID checked, new SIM");
        await clerk.Desk.Take.ClickAsync();
        await Assertions.Expect(clerk.Desk.Link).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Page.Locator("main")).ToContainTextAsync(address);
    });

    [Fact]
    public Task Who_is_not_on_file_is_registered_from_the_profile_and_a_colleague_is_told_who_has_the_patient() => WalkAsync(async journey =>
    {
        const string Name = "Zubeida Quadri";
        Portal.Sandbox.AddAccount(new Account("zubeida.q@sbx", Name, "F", "1951-07-09", "91123456789012", "9000000002"));
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Scans);
        var colleague = await journey.SignedInAsync("records", PortalUrls.Scans);
        await ShareAsync(await journey.NewcomerAsync(), "zubeida.q@sbx", "V1");

        await Row(clerk, Name).Locator(".row-link").ClickAsync();
        await clerk.HeadingIsAsync("Register a patient");
        await Assertions.Expect(clerk.Page.Locator("#name")).ToHaveValueAsync(Name);
        await Assertions.Expect(clerk.Page.Locator("#abha-number")).ToHaveValueAsync("91123456789012");

        await Assertions.Expect(Row(colleague, Name).Locator(".chip")).ToContainTextAsync("Kavita");
        await colleague.Page.GotoAsync(await OpenLinkAsync(colleague, Name));
        await Assertions.Expect(colleague.Page.Locator("main .notice")).ToContainTextAsync("took this patient at");

        await clerk.Page.Locator("#number").FillAsync("ZQ-1951");
        await clerk.Page.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(Name);
    });

    /// <summary>The link as it was before the row said that somebody has the patient.</summary>
    private static async Task<string> OpenLinkAsync(Person person, string name) =>
        (await Row(person, name).Locator(".row-link").GetAttributeAsync("href"))!.Replace("&again=true", "", StringComparison.Ordinal);

    private static ILocator Row(Person person, string name) => person.Page.Locator("table.scans tbody tr").Filter(new() { HasText = name });

    private async Task ShareAsync(Person phone, string address, string form)
    {
        await phone.Page.GotoAsync(new Uri(Portal.SandboxAddress, $"/phone/{Uri.EscapeDataString(address)}").ToString());
        await phone.Page.Locator("#share-hip").SelectOptionAsync(PortalHost.HipId);
        await phone.Page.Locator("#form").SelectOptionAsync(form);
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Share my profile" }).ClickAsync();
        await Assertions.Expect(phone.Page.Locator("section[aria-labelledby=share] .code").First).ToBeVisibleAsync();
    }
}

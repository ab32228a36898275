using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Tests.LinkingTokens;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>The patient is asked at the desk: by a code, pasted, wrong, new and too old; in the app, yes, no and never.</summary>
public sealed class AskingTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "HIP_INTI_LINK_203")]
    public Task A_wrong_code_says_how_many_tries_are_left_a_new_one_is_pasted_and_the_request_goes_on() => WalkAsync(async journey =>
    {
        var (patient, id) = await DifferingAsync();
        var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id));
        await AskAsync(clerk, "MobileOtp");
        await Assertions.Expect(Code(clerk)).ToBeFocusedAsync();
        await clerk.Page.Keyboard.TypeAsync(PatientsPhone.Wrong(await Portal.CodeAsync(patient)).Reveal());

        await Assertions.Expect(clerk.Page.Locator("#otp-error")).ToContainTextAsync("That code is not right. Tries left: 2.");
        await Assertions.Expect(Code(clerk)).ToBeFocusedAsync();
        await Assertions.Expect(Code(clerk)).ToHaveValueAsync("");
        await Assertions.Expect(NewCode(clerk)).ToBeDisabledAsync();
        await Assertions.Expect(clerk.Page.Locator(".ask-patient .countdown")).ToHaveTextAsync(new Regex("^0:[0-5][0-9]$"));

        Portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await clerk.OpenAsync(PortalUrls.Link(id));
        await NewCode(clerk).ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("#otp-hint")).ToContainTextAsync("Tries left: 3.");
        await Assertions.Expect(clerk.Page.Locator("#otp-error")).ToHaveCountAsync(0);
        await Assertions.Expect(Code(clerk)).ToBeFocusedAsync();
        var code = await Portal.CodeAsync(patient);
        await clerk.Page.Keyboard.InsertTextAsync($"{code[..3]} {code[3..]}");

        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        Assert.DoesNotContain(code, clerk.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(code, Portal.Log.Troubles, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_code_that_is_too_old_says_so_and_leaves_a_new_one_only() => WalkAsync(async journey =>
    {
        var (patient, id) = await DifferingAsync();
        var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id));
        await AskAsync(clerk, "MobileOtp");
        await Assertions.Expect(Code(clerk)).ToBeFocusedAsync();
        Portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await clerk.Page.Keyboard.InsertTextAsync(await Portal.CodeAsync(patient));

        await clerk.SeesAsync("That code is too old. Ask for a new one.");
        await Assertions.Expect(Code(clerk)).ToHaveCountAsync(0);
        await NewCode(clerk).ClickAsync();
        await Assertions.Expect(Code(clerk)).ToBeFocusedAsync();
        await clerk.Page.Keyboard.InsertTextAsync(await Portal.CodeAsync(patient));
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
    });

    [Fact, Trait("Row", "HIP_INTI_LINK_402")]
    public Task Approved_in_the_app_the_long_way_goes_on_by_itself() => WalkAsync(async journey =>
    {
        var patient = await Portal.WithPhoneAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Wizard(patient.Id, Guid.NewGuid()));
        await AskAsync(clerk, "Direct");
        await clerk.SeesAsync($"A request is in the app of {patient.PhrAddress}.");
        await Assertions.Expect(clerk.Page.Locator("#ask-title")).ToBeFocusedAsync();

        await Portal.DecideAsync(patient, "approve");

        await clerk.SeesNoAsync("Waiting for the patient");
        await Assertions.Expect(clerk.Wizard.Told).ToHaveCountAsync(0);
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Which records?");
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.Send.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
    });

    [Fact]
    public Task Denied_in_the_app_the_request_says_so_and_what_to_do() => WalkAsync(async journey =>
    {
        var (patient, id) = await DifferingAsync();
        var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id));
        await AskAsync(clerk, "Direct");
        await clerk.SeesAsync("Waiting for the patient");
        await Portal.WaitsForPatientAsync(id);

        await Portal.DecideAsync(patient, "deny");

        await clerk.SeesAsync("The patient said no in the app. Nothing is linked.");
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Needs action");
        await Assertions.Expect(clerk.Page.Locator("[data-ask]")).ToBeEnabledAsync();
    });

    [Fact]
    public Task Never_answered_the_request_says_so_when_the_time_is_over() => WalkAsync(async journey =>
    {
        var (_, id) = await DifferingAsync();
        var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id));
        await AskAsync(clerk, "Direct");
        await clerk.SeesAsync("It can be answered until");
        await Portal.WaitsForPatientAsync(id);

        Portal.Clock.Advance(TimeSpan.FromHours(2.1));
        await Portal.UntilAsync(id, LinkState.NeedsHuman);
        var office = await journey.SignedInAsync("records", PortalUrls.Link(id));
        await office.SeesAsync("The patient was asked for permission, and no answer came in time.");
        await Assertions.Expect(office.Page.Locator("[data-ask]")).ToBeEnabledAsync();
    });

    /// <summary>A request that waits for a person, because the day of birth on file is not the account's.</summary>
    private async Task<(Patient Patient, Guid Id)> DifferingAsync()
    {
        var patient = await Portal.WithPhoneAsync();
        Portal.Sandbox.AddAccount(new Account(patient.PhrAddress!, patient.Name, "F", HrpPortal.Gateway.Demographic.Day(patient.BirthDate.AddDays(1)), Mobile: patient.Mobile));
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, LinkState.NeedsHuman);
        return (patient, id);
    }

    private static async Task AskAsync(Person clerk, string way)
    {
        await clerk.Page.Locator("[data-ask]").ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("#ask-title")).ToBeFocusedAsync();
        await clerk.Page.Locator($"[data-way={way}]").ClickAsync();
    }

    private static ILocator Code(Person clerk) => clerk.Page.Locator("#otp");

    private static ILocator NewCode(Person clerk) => clerk.Page.Locator("[data-new-code]");
}

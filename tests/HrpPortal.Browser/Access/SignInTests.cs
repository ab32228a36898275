using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Access;

public sealed partial class SignInTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_link_opened_while_signed_out_is_come_back_to_after_signing_in() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var clerk = await journey.NewcomerAsync();
        await clerk.Page.GotoAsync($"{PortalUrls.PatientSearch(patient.Number)}");
        await clerk.SignIn.SignInAsync("clerk");

        await clerk.AnswersAsync();
        await Assertions.Expect(clerk.Patients.Box).ToHaveValueAsync(patient.Number);
        await Assertions.Expect(clerk.Patients.Count).ToHaveTextAsync("1 patient");
    });

    [Fact]
    public Task A_wrong_password_is_said_and_lets_nobody_in() => WalkAsync(async journey =>
    {
        var clerk = await journey.NewcomerAsync();
        await clerk.Page.GotoAsync("/links");
        await clerk.SignIn.SignInAsync("clerk", "not this");
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not right");
        await clerk.SignIn.SignInAsync("clerk");
        await clerk.HeadingIsAsync("Link requests");
    });

    [Fact]
    public Task Records_staff_begin_at_the_links_and_clerks_at_the_desk() => WalkAsync(async journey =>
    {
        await (await journey.SignedInAsync("records")).HeadingIsAsync("Link requests");
        await (await journey.SignedInAsync("clerk")).HeadingIsAsync("Desk");
    });

    [Fact]
    public Task Signing_out_is_a_form_and_ends_the_session_in_every_tab() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk");
        var second = await Journey.SecondTabAsync(clerk, PortalUrls.Links);
        var posted = clerk.Page.WaitForRequestAsync(request => request.Url.EndsWith(PortalUrls.SignOut, StringComparison.Ordinal));
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        Assert.Equal("POST", (await posted).Method);
        await clerk.HeadingIsAsync("You are signed out");
        await second.Page.ReloadAsync();
        await Assertions.Expect(second.SignIn.Button).ToBeVisibleAsync();
        await clerk.Page.GoBackAsync();
        await Assertions.Expect(clerk.SignIn.Button).ToBeVisibleAsync();
    });

    [Fact]
    public Task Somebody_without_a_role_is_told_so_inside_the_portal_and_sees_no_patient() => WalkAsync(async journey =>
    {
        journey.Expect("status of 403");
        var patient = await Portal.PatientAsync();
        var visitor = await journey.NewcomerAsync();
        await visitor.Page.GotoAsync(PortalUrls.Patient(patient.Id));
        await visitor.SignIn.SignInAsync("visitor");

        await visitor.HeadingIsAsync("You cannot open this page");
        await visitor.SeesAsync("the hospital's sign-in system gives you no role in this portal");
        await visitor.SeesNoAsync(patient.Name);
        await visitor.IsAtAsync(NoAccess());
        await visitor.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visitor.HeadingIsAsync("You are signed out");
    });

    [Fact]
    public Task An_address_that_leads_nowhere_says_so_inside_the_portal() => WalkAsync(async journey =>
    {
        journey.Expect("status of 404");
        var clerk = await journey.SignedInAsync("clerk");
        foreach (var page in (string[])["/no/such/page", PortalUrls.Patient(Guid.NewGuid()), PortalUrls.Link(Guid.NewGuid())])
        {
            var answer = await clerk.Page.GotoAsync(page);
            Assert.Equal(404, answer?.Status);
            await clerk.HeadingIsAsync("There is no such page");
            await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeVisibleAsync();
        }
    });

    [GeneratedRegex("/account/no-access")]
    private static partial Regex NoAccess();
}

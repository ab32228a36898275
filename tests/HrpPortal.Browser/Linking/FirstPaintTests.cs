using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>What a page shows before, or without, any script.</summary>
[Trait("Row", "A23")]
public sealed class FirstPaintTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Without_scripts_the_status_as_of_now_the_list_and_the_patient_are_there() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, LinkState.Linked);
        var clerk = await journey.NewcomerAsync(options => options.JavaScriptEnabled = false);
        await clerk.Page.GotoAsync(PortalUrls.Link(id));
        await clerk.SignIn.SignInAsync("records");

        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Link.Sentence).ToHaveTextAsync($"{patient.PhrAddress} can see 1 record.");
        await Assertions.Expect(clerk.Link.Story).Not.ToHaveCountAsync(0);
        await clerk.Page.GotoAsync(PortalUrls.Links);
        await Assertions.Expect(clerk.Links.Status(patient.Number)).ToHaveTextAsync("Linked");
        await clerk.Page.GotoAsync(PortalUrls.Patient(patient.Id));
        await Assertions.Expect(clerk.Patient.CareContexts).ToContainTextAsync("Linked");

        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
    });

    [Fact, Trait("Row", "A17")]
    public Task Times_are_those_of_India_wherever_the_browser_stands() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        var done = await Portal.UntilAsync(id, LinkState.Linked);
        var sent = TimeZoneInfo.ConvertTimeFromUtc(done.Row.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));
        foreach (var zone in (string[])["UTC", "America/New_York"])
        {
            var clerk = await journey.SignedInAsync("records", PortalUrls.Link(id), options => options.TimezoneId = zone);
            await Assertions.Expect(clerk.Link.Story.First).ToContainTextAsync($"{sent:dd-MMM-yyyy HH:mm:ss}");
        }
    });
}

using HrpPortal.Access;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Facilities;

/// <summary>A clerk for whom the sign-in provider names two facilities.</summary>
public sealed class WorkplaceTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task The_clerk_goes_to_the_other_facility_and_links_there() => WalkAsync(async journey =>
    {
        var here = await Portal.PatientAsync(name: "Hema Here");
        var there = await Portal.PatientAsync(hipId: PortalHost.OtherHipId, name: "Tara There");
        await Portal.RecordAsync(there);
        var clerk = await RelievingAsync(journey);
        await clerk.OpenAsync(PortalUrls.Patients);
        await clerk.SeesAsync(here.Name);
        await clerk.SeesNoAsync(there.Name);

        var place = clerk.Page.Locator(".place");
        await place.Locator("summary").FocusAsync();
        await clerk.Page.Keyboard.PressAsync("Enter");
        await place.GetByRole(AriaRole.Button, new() { Name = "Other Hospital" }).FocusAsync();
        await clerk.Page.Keyboard.PressAsync("Enter");

        // The page was prerendered for the one facility or the other; this one is the open circuit's.
        await Assertions.Expect(place.Locator("summary")).ToHaveTextAsync("Other Hospital");
        await clerk.AnswersAsync();
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Patients" }).ClickAsync();
        await clerk.SeesAsync(there.Name);
        await clerk.SeesNoAsync(here.Name);
        await SendAtDeskAsync(clerk, there);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Links" }).ClickAsync();
        await clerk.SeesAsync(there.Name);
        Assert.Equal(LinkState.Linked, Assert.Single(await Portal.Queries.ListAsync(PortalHost.OtherHipId, new LinkFilter())).State);

        Assert.Equal("There is no such page", await TitleAsync(clerk, PortalUrls.Patient(here.Id)));
        journey.Expect("404");
    });

    private static async Task<string> TitleAsync(Person clerk, string path)
    {
        await clerk.Page.GotoAsync(path);
        return (await clerk.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync())!;
    }

    private async Task<Person> RelievingAsync(Journey journey)
    {
        var clerk = await journey.NewcomerAsync();
        var cookie = StaffCookie.At([PortalHost.HipId, PortalHost.OtherHipId], Portal.Services, "relief", "Ritu Relief", Roles.Clerk).Split('=', 2);
        await clerk.Page.Context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = cookie[1], Domain = "localhost", Path = "/", Secure = true, HttpOnly = true }]);
        return clerk;
    }
}

using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Facilities;

/// <summary>An administrator changes a facility while clerks work.</summary>
public sealed class SwitchTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Switched_to_v3_with_a_request_open_that_one_ends_in_v05_and_the_next_goes_by_v3() => WalkAsync(async journey =>
    {
        var (first, second) = (await Portal.PatientAsync(), await Portal.PatientAsync(name: "Asha Rao"));
        await Portal.RecordAsync(first);
        await Portal.RecordAsync(second);
        var clerk = await journey.SignedInAsync("clerk");
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        await SendAtDeskAsync(clerk, first);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");

        var admin = await journey.SignedInAsync("admin", PortalUrls.FacilitySettings);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Change IN0710000001" }).ClickAsync();
        await admin.Page.GetByLabel("How it speaks to ABDM").SelectOptionAsync("V3");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("tr", new() { HasText = "IN0710000001" })).ToContainTextAsync("v3 (current)");
        await Assertions.Expect(admin.Page.Locator(".notice.good")).ToContainTextAsync("Test Hospital was changed.");

        // The open one ends on the clerk's open page; nobody reloads anything.
        await Portal.Sandbox.ReleaseAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await SendAtDeskAsync(clerk, second);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");

        Assert.Equal((1, 0), (Calls(CallPaths.AddContexts, first), Calls(CallPaths.LinkCareContext, first)));
        Assert.Equal((0, 1), (Calls(CallPaths.AddContexts, second), Calls(CallPaths.LinkCareContext, second)));
    });
}

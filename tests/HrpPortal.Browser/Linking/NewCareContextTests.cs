using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>The main journey: a record of today becomes visible in the patient's app, and everybody who looks sees it happen.</summary>
public sealed class NewCareContextTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_clerk_links_a_record_and_both_open_pages_see_it_become_linked() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-77");
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        var office = await journey.SignedInAsync("records", "/links");
        await office.MarkAsync();

        var clerk = await journey.SignedInAsync("clerk");
        await clerk.HeadingIsAsync("Patients");
        await clerk.Patients.FindAsync(patient.Name[5..]);
        await clerk.Patients.OpenAsync(patient.Name);
        await clerk.Patient.LinkRecords.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Box("Consultation note")).ToBeCheckedAsync();
        await clerk.SeesAsync("Visit OPD-77 is not linked yet: a new care context is opened for it.");
        await clerk.Wizard.SendAsync();
        await clerk.MarkAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
        await Assertions.Expect(office.Links.Status(patient.Name)).ToHaveTextAsync("Waiting for ABDM");

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Wizard.Sentence).ToHaveTextAsync($"{patient.PhrAddress} can see 1 record.");
        await Assertions.Expect(office.Links.Status(patient.Name)).ToHaveTextAsync("Linked");
        await Assertions.Expect(office.Announced).ToContainTextAsync($"{patient.Name}, 1 record: Linked.");
        await clerk.WasNotReloadedAsync();
        await office.WasNotReloadedAsync();
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-77")?.SuccessEffects);
    });
}

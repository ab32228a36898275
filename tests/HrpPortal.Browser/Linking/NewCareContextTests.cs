using System.Diagnostics;
using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
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
        var office = await journey.SignedInAsync("records", $"/links?q={patient.Number}");
        await office.SeesAsync("No link request fits these filters.");
        await office.MarkAsync();

        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patients);
        await clerk.HeadingIsAsync("Patients");
        await clerk.Patients.FindAsync(patient.Number);
        await clerk.Patients.OpenAsync(patient.Name);
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToRecordsAsync();
        await Assertions.Expect(clerk.Wizard.Box("Consultation note")).ToBeCheckedAsync();
        await clerk.SeesAsync("Visit OPD-77 is not linked yet: a new care context is opened for it.");
        await clerk.Wizard.SendAsync();
        await clerk.MarkAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Waiting for ABDM");

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Wizard.Sentence).ToHaveTextAsync($"{patient.PhrAddress} can see 1 record.");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Linked");
        await Assertions.Expect(office.Announced).ToContainTextAsync($"{patient.Name}, 1 record: Linked.");
        await clerk.WasNotReloadedAsync();
        await office.WasNotReloadedAsync();
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-77")?.SuccessEffects);
    });

    [Fact]
    public Task A_patient_whose_permission_is_not_at_hand_is_asked_for_first() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
        var clerk = await journey.SignedInAsync("clerk");

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.SeesAsync("ABDM is asked for permission when you send.");
        await clerk.SeesAsync(patient.Name);
        await clerk.Wizard.ToCheckAsync();
        await clerk.Wizard.Send.ClickAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("In the queue");
        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync("ABDM is asked for permission first");
        await Eventually.TrueAsync(() => Portal.Sandbox.Held == 1, "no answer to the confirm call is held");
        Assert.Equal(0, Calls(CallPaths.AddContexts, patient));

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal((1, 1), (Calls(CallPaths.Init, patient), Calls(CallPaths.AddContexts, patient)));
    });

    [Fact]
    public Task A_saved_permission_is_used_and_nobody_is_asked() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-1");
        // A refused call does not use up its token: this one is free again afterwards.
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "Try later" });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Refused");
        var asked = Portal.Sandbox.Received.Count(call => call.Path.StartsWith("/v0.5/users/auth/", StringComparison.Ordinal));

        await Portal.RecordAsync(patient, "OPD-2");
        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        // Nobody has to be asked: the step is passed over, and can be looked at.
        await clerk.Wizard.StepIsAsync("Which records?");
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.SeesAsync("Saved, valid until");
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Change the permission" }).ClickAsync();
        await clerk.SeesAsync("is saved and valid until");
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await clerk.Wizard.Send.ClickAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal(asked, Portal.Sandbox.Received.Count(call => call.Path.StartsWith("/v0.5/users/auth/", StringComparison.Ordinal)));
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-2")?.SuccessEffects);
    });

    [Fact, Trait("Row", "A2")]
    public Task What_ABDM_answers_is_on_an_open_list_and_an_open_request_within_a_second() => WalkAsync(async journey =>
    {
        var list = await journey.SignedInAsync("records", "/links");
        var clerk = await journey.SignedInAsync("clerk");
        var took = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var patient = await Portal.PatientAsync();
            await Portal.RecordAsync(patient);
            Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
            await SendAtDeskAsync(clerk, patient);
            await clerk.Wizard.ViewRequest.ClickAsync();
            await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Waiting for ABDM");
            await list.OpenAsync("/links");
            await Assertions.Expect(list.Links.Status(patient.Number)).ToHaveTextAsync("Waiting for ABDM");

            var watch = Stopwatch.StartNew();
            await Portal.Sandbox.ReleaseAsync();
            await Task.WhenAll(
                Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked"),
                Assertions.Expect(list.Links.Status(patient.Number)).ToHaveTextAsync("Linked"));
            took.Add(watch.Elapsed.TotalMilliseconds);
            await Assertions.Expect(clerk.Announced).ToContainTextAsync("Linked.");
        }

        Output.WriteLine($"callback to both pages: {string.Join(", ", took.Select(one => $"{one:0} ms"))}");
        Assert.True(took.Min() < 1000, $"It took {string.Join(", ", took.Select(one => $"{one:0} ms"))}.");
    });
}

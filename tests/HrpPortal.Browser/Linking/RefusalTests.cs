using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>What ABDM refuses, in the words of the desk, and how it is mended there.</summary>
public sealed class RefusalTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A11")]
    public Task A_single_record_that_ABDM_has_already_becomes_linked_without_a_click() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer
        {
            Path = CallPaths.AddContexts, ErrorCode = 1439, Message = "Some of the Care Contexts are already linked, please remove the linked Care Contexts.",
        });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.Wizard.ViewRequest.ClickAsync();
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Link.Story.Last).ToContainTextAsync("ABDM says that it was already linked (code 1439): so it is linked.");
        Assert.Equal(1, Calls(CallPaths.AddContexts, patient));
    });

    [Fact]
    public Task Details_that_differ_from_the_ABHA_are_corrected_and_sent_again() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync(account => account with { Name = "Kamala Devi Sharma" });
        await Portal.RecordAsync(patient);
        var office = await journey.SignedInAsync("records", $"/links?q={patient.Number}");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Needs action");
        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync("The name, sex or date of birth on file differ from the patient's ABHA.");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Needs action");

        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "See what to do" }).ClickAsync();
        await Assertions.Expect(clerk.Link.Next).ToContainTextAsync("Compare with the patient's ABHA card, correct what differs and try again.");
        await clerk.Link.CorrectDetails.ClickAsync();
        await clerk.HeadingIsAsync("Correct details");
        await clerk.PatientForm.Name.FillAsync("Kamala Devi Sharma");
        await clerk.PatientForm.Save.ClickAsync();

        await Assertions.Expect(clerk.Link.Next).ToContainTextAsync("The patient's details were corrected at");
        await clerk.Link.TryAgain.ClickAsync();
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Link.Story.Filter(new() { HasText = "tried again" })).ToHaveCountAsync(1);
        Assert.Equal(1, Calls(CallPaths.AddContexts, patient));
    });

    [Fact]
    public Task An_address_that_ABDM_does_not_know_is_read_back_changed_and_sent_again() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync(_ => null);
        var right = $"right.{patient.PhrAddress}";
        Portal.Sandbox.AddAccount(new(right, patient.Name, "F", HrpPortal.Gateway.Demographic.Day(patient.BirthDate)));
        await Portal.RecordAsync(patient, "OPD-40");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Needs action");
        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync($"ABDM does not know {patient.PhrAddress}.");
        await clerk.Wizard.ViewRequest.ClickAsync();
        await Assertions.Expect(clerk.Link.Next).ToContainTextAsync("Read the address back to the patient");
        await clerk.Link.ChangeAddress.ClickAsync();
        await clerk.PatientForm.PhrAddress.FillAsync(right);
        await clerk.PatientForm.Save.ClickAsync();
        await clerk.Link.TryAgain.ClickAsync();

        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Link.Sentence).ToHaveTextAsync($"{right} can see 1 record.");
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, right, "CC-OPD-40")?.SuccessEffects);
    });

    [Fact, Trait("Row", "A13")]
    public Task The_same_answer_three_times_and_one_before_the_202_change_the_state_once() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Early = true, Copies = 3 });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");

        await clerk.Wizard.ViewRequest.ClickAsync();
        await Assertions.Expect(clerk.Link.Story.Filter(new() { HasText = "ABDM linked 1 record" })).ToHaveCountAsync(1);
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Eventually.TrueAsync(() => Portal.Sandbox.Callbacks.Count(callback => callback.Path.EndsWith("on-add-contexts", StringComparison.Ordinal) && callback.Status == 202) >= 3, "three answers were not taken");
        Assert.DoesNotContain(Portal.Sandbox.Callbacks, callback => callback.Status is >= 500);
    });

    [Fact]
    public Task An_error_without_an_explanation_says_so_and_names_its_code() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "Something unexpected happened" });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync("ABDM refused and did not say why.");
        await clerk.Page.GotoAsync(PortalUrls.Links);
        await Assertions.Expect(clerk.Links.Row(patient.Number)).ToContainTextAsync("ABDM refused and did not say why.");
    });
}

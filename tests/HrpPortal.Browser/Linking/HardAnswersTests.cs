using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>Answers that leave something open, and how the portal comes to the truth without a person.</summary>
public sealed class HardAnswersTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A11"), Trait("Row", "T11")]
    public Task One_of_three_that_is_linked_already_ends_linked_linked_already_linked_with_a_history_that_says_so() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        foreach (var visit in (string[])["OPD-61", "OPD-62", "OPD-63"]) await Portal.RecordAsync(patient, $"{visit}-{patient.Number}");
        Portal.Sandbox.AddLink(patient.HipId, patient.PhrAddress!, $"CC-OPD-62-{patient.Number}");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.Wizard.ViewRequest.ClickAsync();
        await Assertions.Expect(clerk.Link.Sentence).ToHaveTextAsync($"{patient.PhrAddress} can see 3 records.");
        await Assertions.Expect(clerk.Link.Context("OPD-61")).ToContainTextAsync("· linked");
        await Assertions.Expect(clerk.Link.Context("OPD-62")).ToContainTextAsync("· was already linked");
        await Assertions.Expect(clerk.Link.Context("OPD-63")).ToContainTextAsync("· linked");
        await Assertions.Expect(clerk.Link.Story.Filter(new() { HasText = "some were already linked (code 1439), and not which. Each is sent alone." })).ToHaveCountAsync(1);
        await Assertions.Expect(clerk.Link.Story.Filter(new() { HasTextRegex = new("CC-OPD-62.* was already linked \\(code 1439\\)") })).ToHaveCountAsync(1);
        await Assertions.Expect(clerk.Link.Story.Last).ToContainTextAsync("All are linked now.");
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, $"CC-OPD-63-{patient.Number}")?.SuccessEffects);
    });

    [Fact, Trait("Row", "A12"), Trait("Row", "T14")]
    public Task No_answer_is_amber_and_a_late_answer_says_after_how_long_it_came() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Silent = true });
        var office = await journey.SignedInAsync("records", $"/links?q={patient.Number}");
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
        await clerk.Wizard.ViewRequest.ClickAsync();

        Portal.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(2));
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("No reply");
        await Assertions.Expect(clerk.Link.Status).ToHaveClassAsync("chip warn i-question");
        await Assertions.Expect(clerk.Link.Sentence).ToContainTextAsync("The portal looks again at ");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("No reply");

        Portal.Clock.Advance(TimeSpan.FromMinutes(4));
        await Assertions.Expect(clerk.Link.Sentence).ToContainTextAsync("The portal asks again at ");
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("No reply");

        Portal.Clock.Advance(TimeSpan.FromMinutes(35));
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Waiting for ABDM");
        await Portal.Sandbox.ReleaseAsync();
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Link.Sentence).ToHaveTextAsync($"{patient.PhrAddress} can see 1 record (the answer came after 41 min).");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Linked");
    });
}

using HrpPortal.Browser.Support;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>The gateway is out of order: the desk goes on, and what was sent goes out by itself when it is back.</summary>
public sealed class GatewayDownTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A14")]
    public Task The_clerk_sends_sees_the_next_try_and_it_recovers_without_a_person() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Status = 503 });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("In the queue");
        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync("ABDM is not answering. Your request is safe; next try ");
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Next patient" })).ToBeVisibleAsync();

        Portal.Clock.Advance(TimeSpan.FromSeconds(10));
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal(2, Calls(CallPaths.AddContexts, patient));
    });

    [Fact, Trait("Row", "A14")]
    public Task It_is_the_same_when_not_even_the_permission_can_be_asked_for() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Status = 503 });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("In the queue");
        await Assertions.Expect(clerk.Wizard.Sentence).ToContainTextAsync("ABDM is not answering. Your request is safe; next try ");
        Assert.Equal(1, Calls(CallPaths.Init, patient));
        Portal.Clock.Advance(TimeSpan.FromSeconds(10));

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal((2, 1), (Calls(CallPaths.Init, patient), Calls(CallPaths.AddContexts, patient)));
    });

    [Fact]
    public Task A_line_that_breaks_after_ABDM_took_the_request_ends_linked_and_was_given_once() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient, "OPD-50");
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Abort = true, Taken = true, Silent = true });
        var clerk = await journey.SignedInAsync("clerk");
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("No reply");
        await clerk.SeesAsync("No answer from ABDM yet");
        Assert.Equal(1, Portal.Sandbox.Find(patient.HipId, patient.PhrAddress!, "CC-OPD-50")?.SuccessEffects);
        await clerk.SeesNoAsync("Refused");
    });
}

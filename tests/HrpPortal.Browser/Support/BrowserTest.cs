using System.Runtime.CompilerServices;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Support;

/// <summary>A test in Chromium: begins with an honest sandbox, ends without a complaint of the browser, and leaves pictures when it fails.</summary>
public abstract class BrowserTest(Stage stage, ITestOutputHelper output)
{
    protected PortalHost Portal => stage.Portal;

    protected ITestOutputHelper Output => output;

    protected async Task WalkAsync(Func<Journey, Task> walk, [CallerMemberName] string test = "")
    {
        if (stage.HasPortal)
        {
            Portal.Sandbox.ClearScript();
            Portal.Sandbox.CallbackDelay = TimeSpan.Zero;
        }

        await using var journey = new Journey(stage, output) { ForbidsMouse = test.StartsWith("Keyboard", StringComparison.Ordinal) };
        try
        {
            await walk(journey);
            journey.AssertQuiet();
        }
        catch
        {
            await journey.ReportAsync(test);
            throw;
        }
    }

    /// <summary>From a patient's page through the wizard as it proposes, to "Sent".</summary>
    protected static async Task SendAtDeskAsync(Person clerk, Patient patient)
    {
        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.SendAsync();
    }

    /// <summary>How often the portal called that path of the gateway for this patient.</summary>
    protected int Calls(string path, Patient patient) =>
        Portal.Sandbox.Received.Count(call => call.Path == path
            && (call.Body.Contains(patient.Number, StringComparison.Ordinal) || call.Body.Contains(patient.PhrAddress!, StringComparison.Ordinal)));
}

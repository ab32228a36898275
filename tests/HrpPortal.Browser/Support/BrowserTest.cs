using System.Runtime.CompilerServices;
using HrpPortal.Tests.Support;
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

        await using var journey = new Journey(stage, output);
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
}

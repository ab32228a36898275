using System.Diagnostics;
using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Start;

/// <summary>The portal's process dies under an open page and is started again on the same store: nothing that was said is lost, nothing is done twice.</summary>
public sealed class KilledPortalTests(KilledPortalTests.KilledStage stage, ITestOutputHelper output)
    : BrowserTest(stage, output), IClassFixture<KilledPortalTests.KilledStage>
{
    private readonly PortalProcess _portal = stage.Process;
    private readonly SandboxState _abdm = stage.Abdm;

    [Fact, Trait("Row", "A7")]
    public Task A_page_in_the_third_step_comes_back_with_its_draft_and_nothing_was_sent() => KilledAsync(async clerk =>
    {
        await OpenWizardAsync(clerk, "Lakshmi Narayanan");
        await clerk.Wizard.ToRecordsAsync();
        await clerk.Wizard.Box("Vaccination record").UncheckAsync();
        await Assertions.Expect(clerk.Wizard.Saved).ToContainTextAsync("Saved");
        await clerk.MarkAsync();

        await _portal.KillAsync();
        await Assertions.Expect(clerk.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("What you typed is kept.");
        await Assertions.Expect(clerk.Page.Locator("#components-reconnect-modal")).ToBeInViewportAsync();
        await clerk.Wizard.Continue.ClickAsync(new() { Force = true });
        await StartAgainAsync(clerk);

        await clerk.Wizard.StepIsAsync("Which records?");
        await Assertions.Expect(clerk.Wizard.Box("Vaccination record")).Not.ToBeCheckedAsync();
        Assert.Equal((0L, 0), await CountedAsync("SH-000003"));
        await clerk.Wizard.Continue.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Send).ToHaveTextAsync(new Regex("^Send 1 record to lakshmi.narayanan@sbx$"));
        await clerk.Wizard.Send.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
    });

    [Fact, Trait("Row", "A8")]
    public Task Killed_once_it_said_Sent_the_page_comes_back_to_it_and_ABDM_is_called_once() => KilledAsync(async clerk =>
    {
        HoldPermission();
        await OpenWizardAsync(clerk, "Asha Rao");
        await clerk.Wizard.SendAsync();
        await clerk.MarkAsync();

        await _portal.KillAsync();
        Assert.Equal((1L, 0), await CountedAsync("SH-000001"));
        await Assertions.Expect(clerk.Page.Locator("html")).ToHaveAttributeAsync("data-connection", "lost");
        await StartAgainAsync(clerk);
        await clerk.Wizard.StepIsAsync("Sent");
        await GivePermissionAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.OpenAsync(PortalUrls.Desk);
        await Assertions.Expect(clerk.Desk.Requests.Filter(new() { HasText = "Asha Rao" })).ToHaveCountAsync(1);
        Assert.Equal((1L, 1), await CountedAsync("SH-000001"));
    });

    [Fact, Trait("Row", "A8")]
    public Task Killed_in_the_moment_of_the_press_the_page_says_truly_whether_it_was_sent() => KilledAsync(async clerk =>
    {
        HoldPermission();
        await OpenWizardAsync(clerk, "Ravi Kumar");
        await clerk.Wizard.ToCheckAsync();
        await clerk.MarkAsync();

        await clerk.Wizard.Send.ClickAsync();
        await _portal.KillAsync();
        var committed = await RequestsAsync("SH-000002");
        await StartAgainAsync(clerk);
        await GivePermissionAsync();

        // Whichever came first, the press or the end: the page shows what the store has.
        if (committed == 0)
        {
            await clerk.Wizard.StepIsAsync("Check before sending");
            await clerk.Wizard.Send.ClickAsync();
        }

        await clerk.Wizard.StepIsAsync("Sent");
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Output.WriteLine($"committed before the end: {committed}");
        Assert.Equal((1L, 1), await CountedAsync("SH-000002"));
    });

    [Fact, Trait("Row", "A8")]
    public Task Killed_after_Enter_at_the_desk_the_clerk_finds_the_request_below_and_nothing_left_to_link() => KilledAsync(async clerk =>
    {
        HoldPermission();
        await clerk.OpenAsync(PortalUrls.Desk);
        await clerk.Desk.Box.FillAsync("SH-000011");
        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.StatusOf("Jaspreet Dhillon")).ToHaveTextAsync("In the queue");
        await clerk.MarkAsync();

        await _portal.KillAsync();
        await StartAgainAsync(clerk);
        await clerk.SeesAsync("Nothing is waiting to be linked");
        await GivePermissionAsync();

        await Assertions.Expect(clerk.Desk.StatusOf("Jaspreet Dhillon")).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Desk.Requests.Filter(new() { HasText = "Jaspreet Dhillon" })).ToHaveCountAsync(1);
        Assert.Equal((1L, 1), await CountedAsync("SH-000011"));
    });

    private Task KilledAsync(Func<Person, Task> walk) => WalkAsync(async journey =>
    {
        foreach (var trouble in (string[])["WebSocket", "ERR_CONNECTION", "Connection disconnected", "Failed to fetch", "Failed to complete negotiation", "Failed to start the connection", "status code"])
            journey.Expect(trouble);
        _abdm.ClearScript();
        await walk(await journey.SignedInAsync("clerk", PortalUrls.Desk));
    });

    private static async Task OpenWizardAsync(Person clerk, string name)
    {
        await clerk.OpenAsync(PortalUrls.Patients);
        await clerk.Patients.FindAsync(name);
        await clerk.Patients.OpenAsync(name);
        await clerk.Patient.LinkRecords.ClickAsync();
    }

    /// <summary>On the same store and address. The mark goes with the old page: it is loaded again, by itself.</summary>
    private async Task StartAgainAsync(Person clerk)
    {
        await _portal.StartAsync();
        var up = Stopwatch.StartNew();
        await clerk.Page.WaitForFunctionAsync("() => window.marked === undefined");
        await clerk.AnswersAsync();
        Output.WriteLine($"the page was back {up.Elapsed.TotalSeconds:0.0} s after the portal was");
    }

    /// <summary>Requests in the store, link calls at the gateway.</summary>
    private async Task<(long Requests, int Calls)> CountedAsync(string patientNumber) => (await RequestsAsync(patientNumber), Sent(patientNumber));

    /// <summary>The permission does not come while the portal lives: nothing but the store knows that something is to be sent.</summary>
    private void HoldPermission() => _abdm.Script(new ScriptedAnswer { Path = CallPaths.Init, Hold = true });

    /// <summary>Whether it was asked for before the end or not, now it comes.</summary>
    private Task GivePermissionAsync()
    {
        _abdm.ClearScript();
        return _abdm.ReleaseAsync();
    }

    /// <summary>Read from the file, as the store has it while no portal runs as well.</summary>
    private async Task<long> RequestsAsync(string patientNumber)
    {
        await using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _portal.Database, Pooling = false }.ToString());
        await db.OpenAsync();
        await using var count = db.CreateCommand();
        count.CommandText = """SELECT count(*) FROM link_request r JOIN patient p ON p."Id" = r."PatientId" WHERE p."Number" = $number""";
        count.Parameters.AddWithValue("$number", patientNumber);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>Link calls of this patient, as the gateway counts them: the same requestId heard again is the same call.</summary>
    private int Sent(string patientNumber) => _abdm.Received
        .Where(call => call.Path == CallPaths.AddContexts && call.Body.Contains(patientNumber, StringComparison.Ordinal)).Select(call => call.RequestId).Distinct().Count();

#pragma warning disable CA1001 // It lives from StartAsync to StopAsync.
    public sealed class KilledStage : Stage
#pragma warning restore CA1001
    {
        private WebApplication? _sandbox;
        private PortalProcess? _process;

        public PortalProcess Process => _process!;

        public SandboxState Abdm => _sandbox!.Services.GetRequiredService<SandboxState>();

        public override Uri Address => Process.Address;

        public override string Troubles => Process.Said;

        protected override async Task StartAsync()
        {
            _sandbox = SandboxApp.Build([], options =>
            {
                (options.Port, options.CallbackDelayMs) = (0, 0);
                options.KeyFile = Path.Combine(AppContext.BaseDirectory, "sandbox-keys.json");
            });
            await _sandbox.StartAsync();
            _process = new PortalProcess(_sandbox.Address());
            Abdm.BridgeUrl = _process.Address.OriginalString;
            await _process.StartAsync();
        }

        protected override async Task StopAsync()
        {
            if (_process is not null) await _process.DisposeAsync();
            if (_sandbox is not null) await _sandbox.DisposeAsync();
        }
    }
}

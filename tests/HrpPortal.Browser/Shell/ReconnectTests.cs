using HrpPortal.Browser.Support;
using HrpPortal.CareContexts;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>A network that goes away under the fingers, and comes back.</summary>
public sealed class ReconnectTests(ReconnectTests.WeakNetwork stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<ReconnectTests.WeakNetwork>
{
    [Fact, Trait("Row", "A6")]
    public Task A_cut_line_is_said_loses_nothing_that_is_typed_and_is_taken_up_again_by_itself() => WalkAsync(async journey =>
    {
        foreach (var trouble in (string[])["Failed to complete negotiation", "Failed to start the connection", "Failed to fetch"]) journey.Expect(trouble);
        journey.Expect("ERR_");
        journey.Expect("WebSocket");
        journey.Expect("Connection disconnected");
        var patient = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.AddRecord(patient.Id));
        await clerk.MarkAsync();
        await clerk.RecordForm.Visit.FillAsync("OPD-900");
        await clerk.RecordForm.Kind.SelectOptionAsync(nameof(HiType.Prescription));
        var bar = clerk.Page.Locator("#components-reconnect-modal");

        stage.Network.Become(Flow.Cut);
        await Assertions.Expect(bar).ToBeVisibleAsync();
        await Assertions.Expect(bar).ToContainTextAsync("Connection lost. What you typed is kept.");
        Assert.Equal("1.5s", await bar.EvaluateAsync<string>("bar => getComputedStyle(bar).animationDelay"));
        await clerk.RecordForm.Title.FillAsync("Typed while the line was down");
        await clerk.RecordForm.Add.ClickAsync();

        stage.Network.Become(Flow.Through);
        await Assertions.Expect(bar).ToBeHiddenAsync();
        await clerk.WasNotReloadedAsync();
        await using (var before = await Portal.OpenDbAsync())
            Assert.Empty(await before.Set<HealthRecord>().Where(record => record.PatientId == patient.Id).ToListAsync());

        await Assertions.Expect(clerk.RecordForm.Visit).ToHaveValueAsync("OPD-900");
        await clerk.RecordForm.Add.ClickAsync();
        await clerk.SeesAsync("Typed while the line was down");
        await using var db = await Portal.OpenDbAsync();
        var saved = await db.Set<HealthRecord>().SingleAsync(record => record.PatientId == patient.Id);
        Assert.Equal(("OPD-900", HiType.Prescription, "Typed while the line was down"), (saved.VisitNumber, saved.HiType, saved.Title));
    });

    /// <summary>The portal, with a line to it that a test can cut.</summary>
#pragma warning disable CA1001 // It lives from StartAsync to StopAsync.
    public sealed class WeakNetwork : Stage
#pragma warning restore CA1001
    {
        private TcpProxy? _network;

        public TcpProxy Network => _network!;

        public override Uri Address => new UriBuilder(Portal.Address) { Host = "localhost", Port = Network.Port }.Uri;

        protected override async Task StartAsync()
        {
            await base.StartAsync();
            _network = new TcpProxy(Portal.Address.Host, Portal.Address.Port);
        }

        protected override async Task StopAsync()
        {
            if (_network is not null) await _network.DisposeAsync();
            await base.StopAsync();
        }
    }
}

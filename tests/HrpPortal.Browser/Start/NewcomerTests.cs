using System.Security.Cryptography;
using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Start;

/// <summary>One command, nothing prepared: the portal with its sandbox and its demo hospital in a process of its own.</summary>
public sealed class NewcomerTests(NewcomerTests.NewcomerStage stage, ITestOutputHelper output)
    : BrowserTest(stage, output), IClassFixture<NewcomerTests.NewcomerStage>
{
    /// <summary>blazor.web.js of the 9.0.22 runtime pack; another one would be a mix that nobody has tried in a browser.</summary>
    private const string ScriptHash = "9e4b324dd37a521ae407524dd291709e5b7bb1355d4d4698e4a047a9b4fe87c2";

    private readonly PortalProcess _portal = stage.Process;

    [Fact]
    public Task The_printed_address_opens_the_printed_people_sign_in_and_a_demo_record_is_linked() => WalkAsync(async journey =>
    {
        Assert.Contains($"HRP Portal is ready:  {_portal.Address.OriginalString}", _portal.Said, StringComparison.Ordinal);
        Assert.Contains("clerk / clerk, records / records or admin / admin", _portal.Said, StringComparison.Ordinal);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patients);
        await clerk.Patients.FindAsync("asha ra");
        await clerk.Patients.OpenAsync("Asha Rao");
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.SendAsync();
        await clerk.MarkAsync();

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await clerk.WasNotReloadedAsync();
        foreach (var name in (string[])["records", "admin"])
            await (await journey.SignedInAsync(name, "/links")).SeesAsync("Asha Rao");
    });

    [Fact]
    public async Task The_script_that_browsers_get_is_the_one_that_was_tried()
    {
        using var http = new HttpClient { BaseAddress = stage.Address };
        Assert.Equal(ScriptHash, Convert.ToHexStringLower(SHA256.HashData(await http.GetByteArrayAsync("_framework/blazor.web.js"))));
    }

    public sealed class NewcomerStage : Stage
    {
        public PortalProcess Process { get; } = new();

        public override Uri Address => Process.Address;

        public override string Troubles => Process.Said;

        protected override Task StartAsync() => Process.StartAsync();

        protected override async Task StopAsync() => await Process.DisposeAsync();
    }
}

using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Readiness;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Readiness;

/// <summary>The status page finds each thing that keeps a hospital from working, says what it is, and is not fooled by what worked before.</summary>
public sealed class ReadinessTests
{
    private static readonly StaffMember Asha = new("it-1", "Asha Admin", [Roles.Admin]);

    [Fact]
    public async Task In_good_order_every_check_says_so_but_for_the_callback_url_that_nobody_told()
    {
        await using var portal = await PortalHost.StartAsync(SpeakBoth);
        var lines = await LookAsync(portal);
        Assert.Equal([CheckKind.CallbackUrl], lines.Where(line => line.State != CheckState.Good).Select(line => line.Kind));
        Assert.Equal(["Client id and secret, v0.5", "Client id and secret, v3"], lines.Where(line => line.Kind == CheckKind.Credentials).Select(line => line.Name));
        Assert.All(lines, line => Assert.True((line.Do is null) == (line.State == CheckState.Good), line.Name));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_for_each_dialect_and_never_shown()
    {
        await using var portal = await PortalHost.StartAsync(settings =>
        {
            SpeakBoth(settings);
            settings["Gateway:ClientSecret"] = "not-the-secret-of-anybody";
        });
        var lines = await LookAsync(portal);
        var credentials = lines.Where(line => line.Kind == CheckKind.Credentials).ToList();
        Assert.Equal([CheckState.Bad, CheckState.Bad], credentials.Select(line => line.State));
        Assert.All(credentials, line => Assert.StartsWith("ABDM refused client id and secret (HTTP 401", line.Means, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("not-the-secret", line.ToString(), StringComparison.Ordinal));

        var result = await TestAsync(portal);
        Assert.Equal((CallbackTestOutcome.NotTaken, FaultKind.Session), (result.Outcome, result.Fault?.Kind));
    }

    [Fact]
    public async Task A_secret_that_was_changed_at_ABDM_is_noticed_though_a_session_is_open()
    {
        SandboxOptions? sandbox = null;
        await using var portal = await PortalHost.StartAsync(sandboxOptions: options => sandbox = options);
        Assert.Equal(CheckState.Good, (await LineAsync(portal, CheckKind.Credentials)).State);
        sandbox!.ClientSecret = "another";
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CheckState.Bad, (await LineAsync(portal, CheckKind.Credentials)).State);

        // The session that is open serves on.
        Assert.Equal(CallbackTestOutcome.Came, (await TestAsync(portal)).Outcome);
    }

    [Theory, Trait("Row", "C8")]
    [InlineData(-65, CheckState.Bad, "behind")]
    [InlineData(65, CheckState.Bad, "ahead")]
    [InlineData(3600, CheckState.Bad, "ahead")]
    [InlineData(-30, CheckState.Warn, "behind")]
    [InlineData(30, CheckState.Warn, "ahead")]
    public async Task A_clock_that_is_off_is_told_with_its_seconds(int ahead, CheckState state, string says)
    {
        await using var portal = await PortalHost.StartAsync();
        portal.Sandbox.Skew = TimeSpan.FromSeconds(-ahead);
        await LookAsync(portal);
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        var clock = await LineAsync(portal, CheckKind.Clock);
        Assert.Equal(state, clock.State);
        Assert.Contains(says, clock.Means, StringComparison.Ordinal);
        Assert.Equal(state == CheckState.Bad, clock.Means.EndsWith("Nothing is sent until it is right.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificates_that_cannot_be_fetched_are_told_even_while_old_ones_serve()
    {
        await using var portal = await PortalHost.StartAsync();
        Assert.Equal(CheckState.Good, (await LineAsync(portal, CheckKind.Certificates)).State);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Certs, Status = 404, Times = 100 });
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        var old = await LineAsync(portal, CheckKind.Certificates);
        Assert.Equal(CheckState.Bad, old.State);
        Assert.StartsWith("They cannot be fetched now.", old.Means, StringComparison.Ordinal);

        await using var fresh = await PortalHost.StartAsync(settings => settings["Gateway:JwksUrl"] = "http://127.0.0.1:9/certs");
        Assert.Equal("They cannot be fetched: every callback is turned away.", (await LineAsync(fresh, CheckKind.Certificates)).Means);
    }

    [Theory]
    [InlineData(GatewayDialect.V05)]
    [InlineData(GatewayDialect.V3)]
    public async Task A_callback_URL_that_points_elsewhere_is_found_by_the_test(GatewayDialect dialect)
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Facilities:0:Dialect"] = dialect.ToString());
        var came = await TestAsync(portal);
        Assert.Equal((CallbackTestOutcome.Came, dialect), (came.Outcome, came.Dialect));
        Assert.True((await portal.Services.GetRequiredService<CallbackTest>().LastAsync()).ContainsKey(PortalHost.HipId));
        await using (var db = await portal.OpenDbAsync())
            Assert.Empty(await db.Set<InboxCallback>().Where(callback => callback.Outcome != CallbackOutcome.Applied).ToListAsync());

        portal.Sandbox.BridgeUrl = "http://127.0.0.1:9";
        var test = TestAsync(portal);
        await Eventually.TrueAsync(() => Task.FromResult(portal.Sandbox.Received.Count(call => call.Path is CallPaths.Notify or CallPaths.NotifyV3) == 2), () => "the question was not asked");
        await Eventually.TrueAsync(() =>
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(test.IsCompleted);
        }, () => "the test waits on");

        var line = portal.Services.GetRequiredService<ReadinessWords>().Of(await test);
        Assert.Equal(CheckState.Bad, line.State);
        Assert.StartsWith("Accepted, no callback", line.Means, StringComparison.Ordinal);
        Assert.StartsWith("The callback URL points elsewhere", line.Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, CallbackAddressFault.NotSet)]
    [InlineData("hospital", CallbackAddressFault.NotAnAddress)]
    [InlineData("http://hrp.hospital.in", CallbackAddressFault.NotHttps)]
    [InlineData("https://203.0.113.7", CallbackAddressFault.NotPublic)]
    [InlineData("https://[2001:db8::1]", CallbackAddressFault.NotPublic)]
    [InlineData("https://localhost", CallbackAddressFault.NotPublic)]
    [InlineData("https://portal", CallbackAddressFault.NotPublic)]
    [InlineData("https://hrp.hospital.in:8443", CallbackAddressFault.NotPublic)]
    [InlineData("https://hrp.hospital.in/abdm", CallbackAddressFault.HasPath)]
    [InlineData("https://hrp.hospital.in/", null)]
    public void A_callback_URL_that_ABDM_cannot_call_is_told(string? url, CallbackAddressFault? fault)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Callbacks:PublicUrl"] = url };
        Assert.Equal(fault, new PublicAddress(settings).Fault);
    }

    [Fact]
    public async Task Only_an_administrator_tests_and_staff_look()
    {
        await using var portal = await PortalHost.StartAsync();
        var clerk = new StaffMember("staff-1", "Kavita", [Roles.Clerk]);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => portal.Services.GetRequiredService<CallbackTest>().RunAsync(clerk, PortalHost.HipId));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => portal.Services.GetRequiredService<ReadinessBoard>().LookAsync(new StaffMember("x", "Nobody", [])));
        Assert.NotEmpty(await portal.Services.GetRequiredService<ReadinessBoard>().LookAsync(clerk));
    }

    [Fact]
    public async Task However_often_it_is_looked_at_ABDM_is_asked_once_in_a_few_seconds()
    {
        await using var portal = await PortalHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LookAsync(portal)));
        Assert.Single(portal.Sandbox.Sessions.At);
    }

    private static void SpeakBoth(IDictionary<string, string?> settings) => settings["Facilities:1:Dialect"] = "V3";

    private static Task<IReadOnlyList<CheckLine>> LookAsync(PortalHost portal) => portal.Services.GetRequiredService<ReadinessBoard>().LookAsync(Asha);

    private static async Task<CheckLine> LineAsync(PortalHost portal, CheckKind kind) => (await LookAsync(portal)).Single(line => line.Kind == kind);

    private static Task<CallbackTestResult> TestAsync(PortalHost portal) =>
        portal.Services.GetRequiredService<CallbackTest>().RunAsync(Asha, portal.Services.GetRequiredService<FacilityDirectory>().Current.HipId);
}

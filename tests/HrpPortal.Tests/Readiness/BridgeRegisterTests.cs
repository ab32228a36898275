using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Gateway;
using HrpPortal.Readiness;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Readiness;

/// <summary>What ABDM has registered for us: read, written by an administrator, and held against what we are.</summary>
public sealed class BridgeRegisterTests
{
    private const string Url = "https://hrp.hospital.in";

    private static readonly StaffMember Asha = new("it-1", "Asha Admin", [Roles.Admin]);

    [Theory, InlineData(GatewayDialect.V05), InlineData(GatewayDialect.V3)]
    public async Task The_address_is_registered_and_read_back_and_the_trail_tells_who(GatewayDialect dialect)
    {
        await using var portal = await StartAsync(dialect);
        var bridge = portal.Services.GetRequiredService<Bridge>();
        Assert.NotEqual(Url, (await bridge.LookAsync(dialect)).Registered!.Url);

        Assert.Null(await bridge.SetUrlAsync(Asha, dialect));

        Assert.Equal(Url, (await bridge.LookAsync(dialect)).Registered!.Url);
        await using var db = await portal.OpenDbAsync();
        var entry = await db.Set<AuditEntry>().SingleAsync(one => one.What == AuditAction.BridgeRegistered);
        Assert.Equal(("it-1", $"{dialect} url"), (entry.Who, entry.Detail));
    }

    [Theory, InlineData(GatewayDialect.V05), InlineData(GatewayDialect.V3)]
    public async Task A_facility_that_ABDM_does_not_have_blocks_until_it_is_registered(GatewayDialect dialect)
    {
        await using var portal = await StartAsync(dialect, "IN0710000055");
        var bridge = portal.Services.GetRequiredService<Bridge>();
        var line = await LineAsync(portal);
        Assert.Equal((CheckState.Bad, "Blocks everything"), (line.State, line.Word));
        Assert.Contains("IN0710000055", line.Means, StringComparison.Ordinal);

        Assert.Null(await bridge.SetFacilitiesAsync(Asha, dialect));

        Assert.True((await bridge.LookAsync(dialect)).Has("IN0710000055"));
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CheckState.Good, (await LineAsync(portal)).State);
    }

    /// <summary>In production nobody may read it: nothing is known then, and nothing is blocked.</summary>
    [Fact]
    public async Task What_ABDM_does_not_tell_is_not_known_and_blocks_nothing()
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Gateway:BridgeUrl"] = "http://127.0.0.1:9");
        var look = await portal.Services.GetRequiredService<Bridge>().LookAsync(GatewayDialect.V05);
        Assert.Null(look.Has(PortalHost.HipId));
        Assert.NotNull(look.Fault);
        Assert.Equal(CheckState.Good, (await LineAsync(portal)).State);
    }

    [Fact]
    public async Task Without_the_registrys_address_v3_facilities_are_not_registered_and_the_setting_is_named()
    {
        await using var portal = await StartAsync(GatewayDialect.V3, also: settings => settings["Gateway:FacilityUrl"] = "");
        var fault = await portal.Services.GetRequiredService<Bridge>().SetFacilitiesAsync(Asha, GatewayDialect.V3);
        Assert.Equal(FaultKind.NotSetUp, fault!.Kind);
        Assert.Contains("Gateway:FacilityUrl", portal.Services.GetRequiredService<ReadinessWords>().NotTaken(fault), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_writes_and_no_address_that_ABDM_could_not_call_is_written()
    {
        await using var portal = await PortalHost.StartAsync();
        var bridge = portal.Services.GetRequiredService<Bridge>();
        foreach (var role in (string[])[Roles.Clerk, Roles.Records])
        {
            var person = new StaffMember("staff-1", "Kavita", [role]);
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => bridge.SetUrlAsync(person, GatewayDialect.V05));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => bridge.SetFacilitiesAsync(person, GatewayDialect.V05));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => bridge.SetUrlAsync(Asha, GatewayDialect.V05));
        Assert.DoesNotContain(portal.Sandbox.Received, call => call.Path.Contains("bridge", StringComparison.Ordinal));
    }

    private static Task<PortalHost> StartAsync(GatewayDialect dialect, string hipId = PortalHost.HipId, Action<IDictionary<string, string?>>? also = null) => PortalHost.StartAsync(settings =>
    {
        settings["Facilities:0:HipId"] = hipId;
        settings["Facilities:0:Name"] = "Rao and Daughters Maternity Hospital";
        settings["Facilities:0:Dialect"] = settings["Facilities:1:Dialect"] = dialect.ToString();
        settings["Callbacks:PublicUrl"] = Url;
        also?.Invoke(settings);
    });

    private static async Task<CheckLine> LineAsync(PortalHost portal) =>
        Assert.Single(await portal.Services.GetRequiredService<ReadinessBoard>().LookAsync(Asha), line => line.Kind == CheckKind.Facility);
}

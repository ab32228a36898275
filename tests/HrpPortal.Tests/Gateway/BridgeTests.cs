using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>Where ABDM calls us, and what is registered there (protocol §3.2, §7.2).</summary>
public sealed class BridgeTests
{
    private const string Registered = """
        {"bridge":{"id":"SBX_TEST_01","name":"Test","url":"https://hrp.example.org","active":true,"blocklisted":false,"new":[1]},
         "services":[{"id":"IN0710000001","name":"Sanjeevani Hospital","types":["HIP","HIU"],"endpoints":{},"active":"true"},null,7,{"id":8}]}
        """;

    private static GatewayRig Rig(RawGateway gateway, params (string, string)[] also) =>
        new(gateway.BaseUrl, settings: [("Gateway:V3BaseUrl", gateway.BaseUrl.Replace("/gateway", "/api/hiecm", StringComparison.Ordinal)), .. also]);

    private static BridgeRegistration Read(string json)
    {
        Assert.True(BridgeRegistration.TryRead(Encoding.UTF8.GetBytes(json), out var registration));
        return registration;
    }

    [Fact]
    public async Task Each_call_goes_to_its_own_host_path_and_method()
    {
        await using var gateway = new RawGateway();
        var host = gateway.BaseUrl[..^"/gateway".Length];
        await using var rig = Rig(gateway, ("Gateway:FacilityUrl", host + "/registry/"));
        GatewayRequest[] requests =
        [
            new SetBridgeUrlRequest(Messages.Id, Messages.Now, "https://x"), new SetServicesRequest(Messages.Id, Messages.Now, []),
            new ReadServicesRequest(Messages.Id, Messages.Now), new SetBridgeUrlV3Request(Messages.Id, Messages.Now, "https://x"),
            new ReadServicesV3Request(Messages.Id, Messages.Now), new ReadServiceV3Request(Messages.Id, Messages.Now, "A/B 1"),
            new SetServicesV3Request(Messages.Id, Messages.Now, "IN1", "N", []),
        ];
        foreach (var request in requests)
            Assert.IsType<GatewayReply.Accepted>(await rig.Api.SendAsync(request, "sbx", CancellationToken.None));
        Assert.Equal(
        [
            "PATCH /devservice/v1/bridges", "POST /gateway/v1/bridges/addUpdateServices", "GET /devservice/v1/bridges/getServices",
            "PATCH /api/hiecm/gateway/v3/bridge/url", "GET /api/hiecm/gateway/v3/bridge-services", "GET /api/hiecm/gateway/v3/bridge-service/serviceId/A%2FB%201",
            "POST /registry/v1/bridges/MutipleHRPAddUpdateServices",
        ], gateway.Calls.Select(call => call.Line[..^" HTTP/1.1".Length]));
        Assert.All(gateway.Calls, call => Assert.Equal("sbx", call.Headers["X-CM-ID"]));
        Assert.Equal([false, false, false, true, true, true, true], gateway.Calls.Select(call => call.Headers.ContainsKey("REQUEST-ID")));
        Assert.DoesNotContain(gateway.Calls, call => call.Headers.ContainsKey("X-HIP-ID"));
    }

    [Fact]
    public async Task What_is_read_comes_back_and_what_is_sent_brings_nothing()
    {
        await using var gateway = new RawGateway { OnCall = _ => RawAnswer.Status(200, Registered) };
        await using var rig = Rig(gateway);
        var read = Assert.IsType<GatewayReply.Accepted>(await rig.Api.SendAsync(new ReadServicesRequest(Messages.Id, Messages.Now), "sbx", CancellationToken.None));
        Assert.True(BridgeRegistration.TryRead(read.Body.Span, out var registration));
        Assert.Equal("https://hrp.example.org", registration.Url);
        var sent = Assert.IsType<GatewayReply.Accepted>(await rig.Api.SendAsync(new SetBridgeUrlRequest(Messages.Id, Messages.Now, "https://x"), "sbx", CancellationToken.None));
        Assert.True(sent.Body.IsEmpty);
    }

    [Fact]
    public async Task Without_the_registrys_address_the_fault_names_the_setting()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway);
        var failed = Assert.IsType<GatewayReply.Failed>(await rig.Api.SendAsync(new SetServicesV3Request(Messages.Id, Messages.Now, "IN1", "N", []), "sbx", CancellationToken.None));
        Assert.Equal((FaultKind.NotSetUp, "not sent: Gateway:FacilityUrl is not set"), (failed.Fault.Kind, failed.Fault.Message));
    }

    [Fact]
    public void A_registration_is_read()
    {
        var all = Read(Registered);
        Assert.Equal(("SBX_TEST_01", "https://hrp.example.org", true, false), (all.Id, all.Url, all.IsActive, all.IsBlocked));
        Assert.Equal(["IN0710000001", "8"], all.Services.Select(service => service.Id));
        Assert.Equal(["HIP", "HIU"], all.Services[0].Types);
        Assert.True(all.Services[0].IsActive);

        var one = Read("""{"id":9,"bridgeId":"SBX_TEST_01","serviceId":"IN0710000001","name":"S","isHip":true,"isPhr":false,"active":true,"registerTime":"2022-06-10 09:02:52.252"}""");
        Assert.Equal(("SBX_TEST_01", null), (one.Id, one.Url));
        Assert.Equal(("IN0710000001", "HIP"), (one.Services[0].Id, one.Services[0].Types.Single()));

        Assert.Empty(Read("{}").Services);
        Assert.False(BridgeRegistration.TryRead("[]"u8, out _));
    }
}

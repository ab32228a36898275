using System.Text.Json;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>Calls in dialect v3 (protocol §7).</summary>
public sealed class V3CallTests
{
    private static GatewayRig Rig(RawGateway gateway) => new(gateway.BaseUrl, settings: ("Gateway:V3BaseUrl", gateway.BaseUrl.Replace("/gateway", "/api/hiecm/", StringComparison.Ordinal)));

    private static async Task<GatewayFault> FaultAsync(GatewayRequest request, RawAnswer answer)
    {
        await using var gateway = new RawGateway { OnCall = _ => answer };
        await using var rig = Rig(gateway);
        return Assert.IsType<GatewayReply.Failed>(await rig.Api.SendAsync(request, "sbx", CancellationToken.None)).Fault;
    }

    [Fact]
    public async Task Id_and_time_are_headers_and_nothing_of_them_is_in_the_body()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway);
        Assert.IsType<GatewayReply.Accepted>(await rig.Api.SendAsync(Messages.LinkCareContext(), "sbx", CancellationToken.None));

        var call = Assert.Single(gateway.Calls);
        Assert.Equal("POST /api/hiecm/hip/v3/link/carecontext HTTP/1.1", call.Line);
        (string, string)[] headers =
        [
            ("Authorization", "Bearer session-1"), ("REQUEST-ID", Messages.Id.ToString()), ("TIMESTAMP", "2031-05-04T09:00:05.070Z"), ("X-CM-ID", "sbx"),
            ("X-HIP-ID", "IN0710000001"), ("X-LINK-TOKEN", Messages.LinkingToken), ("Content-Type", "application/json"),
        ];
        Assert.All(headers, header => Assert.Equal(header.Item2, call.Headers[header.Item1]));
        Assert.Equal(["abhaNumber", "abhaAddress", "patient"], JsonDocument.Parse(call.Body).RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Each_dialect_has_a_session_of_its_own()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = _ => RawAnswer.Session($"session-{gateway.Sessions.Count}");
        await using var rig = Rig(gateway);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.Api.SendAsync(Messages.GenerateToken(), "sbx", CancellationToken.None)));
        await rig.AddContextsAsync();
        await rig.Api.SendAsync(Messages.NotifyV3(), "sbx", CancellationToken.None);

        Assert.Equal(["/api/hiecm/gateway/v3/sessions", "/gateway/v0.5/sessions"], gateway.Sessions.Select(session => session.Path));
        var (v3, v05) = (gateway.Sessions.First(), gateway.Sessions.Last());
        Assert.True(Guid.TryParse(v3.Headers["REQUEST-ID"], out _));
        Assert.Equal((GatewayTime.Format(rig.Clock.GetUtcNow()), "sbx"), (v3.Headers["TIMESTAMP"], v3.Headers["X-CM-ID"]));
        Assert.False(v05.Headers.ContainsKey("REQUEST-ID"));
        Assert.Equal(v05.Body, v3.Body);
        Assert.Equal(["Bearer session-1", "Bearer session-2"], gateway.Calls.Select(call => call.Headers["Authorization"]).Distinct());
        Assert.Equal("Bearer session-1", gateway.LastCall.Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_an_address_for_v3_nothing_is_sent_and_the_fault_names_the_setting()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl);
        var fault = Assert.IsType<GatewayReply.Failed>(await rig.Api.SendAsync(Messages.GenerateToken(), "sbx", CancellationToken.None)).Fault;
        Assert.Equal(new GatewayFault(null, null, "not sent: Gateway:V3BaseUrl is not set", GatewayPaths.GenerateToken, FaultKind.NotSetUp), fault);
        Assert.Equal(ErrorClass.RequestBad, GatewayErrors.Classify(fault));
        Assert.Empty(gateway.Sessions);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
    }

    [Fact]
    public async Task Access_denied_in_plain_words_renews_the_session_once()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = _ => RawAnswer.Session($"session-{gateway.Sessions.Count}");
        gateway.OnCall = call => call.Headers["Authorization"] == "Bearer session-1" ? RawAnswer.Status(403, "Access Denied", "text/plain") : RawAnswer.Accepted;
        await using var rig = Rig(gateway);
        Assert.IsType<GatewayReply.Accepted>(await rig.Api.SendAsync(Messages.GenerateToken(), "sbx", CancellationToken.None));
        Assert.Equal((2, 2), (gateway.Sessions.Count, gateway.Calls.Count));
        Assert.Single(gateway.Calls.Select(call => call.Headers["REQUEST-ID"]).Distinct());
    }

    /// <summary>The nine shapes of protocol §7.1, and what the words make of overloaded codes.</summary>
    [Theory]
    [InlineData(400, """{"error":{"code":"ABDM-1062","message":"ABHA number mismatch with Link token"}}""", FaultKind.Refused, ErrorClass.TokenUnusable, "ABDM-1062")]
    [InlineData(400, """{"error":{"code":"ABDM-1063: ","message":"HIP Id mismatch with Link token"}}""", FaultKind.Refused, ErrorClass.TokenUnusable, "ABDM-1063")]
    [InlineData(401, """{"error":{"code":"ABDM-1026","message":"Invalid Link Token"}}""", FaultKind.Refused, ErrorClass.TokenUnusable, "ABDM-1026")]
    [InlineData(400, """[{"error":{"code":"ABDM-9999: ","message":"User not found"}}]""", FaultKind.Refused, ErrorClass.WrongPerson, "ABDM-9999")]
    [InlineData(400, """[{"code":"ABDM-1090","message":"Duplicate HIP link request"}]""", FaultKind.Replayed, ErrorClass.RepeatOrClock, "ABDM-1090")]
    [InlineData(400, """{"code":"ABDM-1092","message":"Duplicate Link token request"}""", FaultKind.Replayed, ErrorClass.RepeatOrClock, "ABDM-1092")]
    [InlineData(400, """{"error":{"code":"1092","message":"Duplicate Link token request"}}""", FaultKind.Replayed, ErrorClass.RepeatOrClock, "1092")]
    [InlineData(401, """{"code":"900902","message":"Unauthorized","description":"Invalid Credentials."}""", FaultKind.Session, ErrorClass.Session, "900902")]
    [InlineData(403, """{"code":"900908","message":"Forbidden","description":"no subscription"}""", FaultKind.Session, ErrorClass.Session, "900908")]
    [InlineData(400, """{"message":"Bad request","timestamp":"2031"}""", FaultKind.Refused, ErrorClass.RequestBad, null)]
    [InlineData(400, """{"patient[0].display":"must match","timestamp":"2031"}""", FaultKind.Refused, ErrorClass.RequestBad, null)]
    [InlineData(400, "", FaultKind.Refused, ErrorClass.RequestBad, null)]
    [InlineData(403, "Access Denied", FaultKind.Session, ErrorClass.Session, null)]
    [InlineData(400, """{"error":{"code":"ABDM-1035","message":"Invalid HIP ID"}}""", FaultKind.Refused, ErrorClass.RequestBad, "ABDM-1035")]
    [InlineData(429, """{"error":{"code":"ABDM-1022","message":"Too many requests"}}""", FaultKind.Refused, ErrorClass.Blocked, "ABDM-1022")]
    [InlineData(503, """{"code":"ABDM-1024","message":"Dependent service unavailable"}""", FaultKind.Unavailable, ErrorClass.GatewayTrouble, "ABDM-1024")]
    [InlineData(500, """{"code":"ABDM-9999","message":"Unknown exception"}""", FaultKind.Unknown, ErrorClass.GatewayTrouble, "ABDM-9999")]
    [InlineData(502, "<html>Bad Gateway</html>", FaultKind.Unknown, ErrorClass.GatewayTrouble, null)]
    [InlineData(404, """{"error":{"code":"ABDM-1001","message":"No data found"}}""", FaultKind.Refused, ErrorClass.RequestBad, "ABDM-1001")]
    public async Task An_error_in_every_shape(int status, string body, FaultKind kind, ErrorClass expected, string? code)
    {
        var fault = await FaultAsync(Messages.LinkCareContext(), RawAnswer.Status(status, body, body is ['<', ..] ? "text/html" : body is ['{' or '[', ..] ? "application/json" : "text/plain"));
        Assert.Equal((status, kind, code, GatewayPaths.LinkCareContext), (fault.HttpStatus, fault.Kind, fault.Code, fault.Endpoint));
        Assert.Equal(expected, GatewayErrors.Classify(fault));
    }

    [Fact]
    public async Task No_message_repeats_what_was_sent()
    {
        var fault = await FaultAsync(Messages.LinkCareContext(), RawAnswer.Status(400,
            $$$"""{"error":{"code":"ABDM-1061","message":"Display 'OPD visit on 04-May-2031' of meera.joshi@sbx, 91111122223330, token {{{Messages.LinkingToken}}}"}}"""));
        Assert.Equal("Display '***' of ***, ***, token ***", fault.Message);
    }
}

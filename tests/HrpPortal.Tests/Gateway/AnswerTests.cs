using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>What an answer of the gateway, or of the API manager in front of it, means.</summary>
public sealed class AnswerTests
{
    private const string GatewayError = """{"error":{"code":#,"message":"text"}}""";

    private static async Task<GatewayReply> ReplyAsync(RawAnswer answer)
    {
        await using var gateway = new RawGateway { OnCall = _ => answer };
        await using var rig = new GatewayRig(gateway.BaseUrl);
        return await rig.AddContextsAsync();
    }

    private static async Task<GatewayFault> FaultAsync(RawAnswer answer) => Assert.IsType<GatewayReply.Failed>(await ReplyAsync(answer)).Fault;

    [Fact]
    public async Task A_call_carries_session_consent_manager_and_body()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl + "/");
        var reply = Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.Equal((202, "corr-77"), (reply.Status, reply.CorrelationId));

        var call = Assert.Single(gateway.Calls);
        Assert.Equal("POST /gateway/v0.5/links/link/add-contexts HTTP/1.1", call.Line);
        Assert.Equal("Bearer session-1", call.Headers["Authorization"]);
        Assert.Equal("sbx", call.Headers["X-CM-ID"]);
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.Contains(Messages.Id.ToString(), call.Body, StringComparison.Ordinal);
        var session = Assert.Single(gateway.Sessions);
        Assert.Equal("""{"clientId":"SBX_TEST_01","clientSecret":"s3cret-of-the-bridge","grantType":"client_credentials"}""", session.Body);
        Assert.False(session.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Every_call_goes_to_its_path()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await rig.Api.SendAsync(Messages.FetchModes(), "sbx", CancellationToken.None);
        await rig.Api.SendAsync(Messages.Init(), "sbx", CancellationToken.None);
        await rig.Api.SendAsync(Messages.ConfirmOtp(), "sbx", CancellationToken.None);
        await rig.Api.SendAsync(Messages.Notify(), "sbx", CancellationToken.None);
        Assert.Equal(
            ["/gateway/v0.5/users/auth/fetch-modes", "/gateway/v0.5/users/auth/init", "/gateway/v0.5/users/auth/confirm", "/gateway/v0.5/links/context/notify"],
            gateway.Calls.Select(call => call.Path));
        Assert.Single(gateway.Sessions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sbx\r\nX-Evil: 1")]
    [InlineData("abdm")]
    public async Task A_consent_manager_that_is_not_the_patients_is_a_bug_of_the_caller(string cmId)
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await Assert.ThrowsAsync<ArgumentException>(() => rig.Api.SendAsync(Messages.Init(), cmId, CancellationToken.None));
        Assert.Empty(gateway.Calls);
    }

    [Theory]
    [Trait("Row", "G5")]
    [InlineData(200, "{}")]
    [InlineData(202, "")]
    [InlineData(202, "<html>thanks</html>")]
    [InlineData(204, "")]
    public async Task Any_2xx_is_taken(int status, string body)
    {
        var reply = await ReplyAsync(status == 204 ? new RawAnswer("HTTP/1.1 204 No Content\r\n\r\n") : RawAnswer.Status(status, body));
        Assert.Equal(status, Assert.IsType<GatewayReply.Accepted>(reply).Status);
    }

    [Theory]
    [Trait("Row", "G5")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf", RawThenClose)]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf", RawThenReset)]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf", RawThenHang)]
    [InlineData("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\nzz", RawThenClose)]
    public async Task A_202_stands_whatever_becomes_of_its_body(string raw, int then) =>
        Assert.IsType<GatewayReply.Accepted>(await ReplyAsync(new RawAnswer(raw, (RawThen)then)));

    [Fact]
    [Trait("Row", "G5")]
    public async Task Ten_megabytes_of_thanks_are_not_read()
    {
        await using var gateway = new RawGateway { OnCall = _ => RawAnswer.Status(202, new string('x', 10 * 1024 * 1024)) };
        await using var rig = new GatewayRig(gateway.BaseUrl);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
    }

    [Theory]
    [Trait("Row", "G6")]
    [InlineData(400, "2500", FaultKind.Refused, ErrorClass.RequestBad)]
    [InlineData(429, "2429", FaultKind.Replayed, ErrorClass.RepeatOrClock)]
    [InlineData(400, "2429", FaultKind.Replayed, ErrorClass.RepeatOrClock)]
    [InlineData(500, "2500", FaultKind.Unavailable, ErrorClass.GatewayTrouble)]
    [InlineData(500, "2503", FaultKind.Unavailable, ErrorClass.GatewayTrouble)]
    [InlineData(503, "2504", FaultKind.Unavailable, ErrorClass.GatewayTrouble)]
    [InlineData(403, "2401", FaultKind.Session, ErrorClass.Session)]
    public async Task The_gateways_own_errors(int status, string code, FaultKind kind, ErrorClass expected)
    {
        var fault = await FaultAsync(RawAnswer.Status(status, GatewayError.Replace("#", code, StringComparison.Ordinal)));
        Assert.Equal(new GatewayFault(status, code, "text", GatewayPaths.AddContexts, kind), fault);
        Assert.Equal(expected, GatewayErrors.Classify(fault));
    }

    [Theory]
    [Trait("Row", "G6")]
    [InlineData(502, "text/html", "<html><body>Bad Gateway</body></html>", FaultKind.Unknown, null, "the answer was an HTML page")]
    [InlineData(503, "text/html", "  <!DOCTYPE html>", FaultKind.Unknown, null, "the answer was an HTML page")]
    [InlineData(503, "application/json", """{"code":"303001","message":"Runtime Error"}""", FaultKind.Unknown, "303001", "Runtime Error")]
    [InlineData(504, "text/plain", "upstream request timeout", FaultKind.Unknown, null, "upstream request timeout")]
    [InlineData(500, "text/plain", "", FaultKind.Unknown, null, null)]
    [InlineData(404, "text/html", "<h1>Not Found</h1>", FaultKind.Refused, null, "the answer was an HTML page")]
    [InlineData(403, "text/plain", "Access Denied", FaultKind.Refused, null, "Access Denied")]
    [InlineData(403, "application/json", """{"code":"900908","message":"Resource forbidden","description":"d"}""", FaultKind.Refused, "900908", "Resource forbidden")]
    [InlineData(401, "application/json", """{"code":"900901","message":"Invalid Credentials"}""", FaultKind.Session, "900901", "Invalid Credentials")]
    [InlineData(413, "text/html", "<html>", FaultKind.Refused, null, "the answer was an HTML page")]
    [InlineData(429, "application/json", """{"code":"900802","message":"Message throttled out"}""", FaultKind.Unavailable, "900802", "Message throttled out")]
    [InlineData(429, "text/plain", "", FaultKind.Replayed, null, null)]
    [InlineData(400, "application/json", """[{"error":{"code":"ABDM-9999: ","message":"User not found"}}]""", FaultKind.Refused, "ABDM-9999", "User not found")]
    [InlineData(400, "application/json", """[{"code":"ABDM-1010","message":"m"}]""", FaultKind.Refused, "ABDM-1010", "m")]
    [InlineData(400, "application/json", """{"timestamp":"2031","link.patient":"must not be null"}""", FaultKind.Refused, null, "link.patient: must not be null")]
    [InlineData(400, "application/json", """{"message":"m","timestamp":"2031"}""", FaultKind.Refused, null, "m")]
    [InlineData(400, "application/json", "{\"error\":", FaultKind.Refused, null, "{\"error\":")]
    [InlineData(302, "text/html", "<html>", FaultKind.Refused, null, "the answer was an HTML page")]
    public async Task The_API_managers_errors_in_every_shape(int status, string type, string body, FaultKind kind, string? code, string? message) =>
        Assert.Equal(new GatewayFault(status, code, message, GatewayPaths.AddContexts, kind), await FaultAsync(RawAnswer.Status(status, body, type)));

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new RawGateway();
        await using var gateway = new RawGateway { OnCall = _ => RawAnswer.Status(307, "", extra: $"Location: {elsewhere.BaseUrl}\r\n") };
        await using var rig = new GatewayRig(gateway.BaseUrl);
        Assert.Equal(FaultKind.Refused, (await rig.FaultAsync()).Kind);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task No_message_repeats_a_token_an_address_or_a_number()
    {
        var echo = $"No access for {Messages.LinkingToken} of 'session-1' and secret-session-token-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, meera.joshi@sbx, "
            + "mobile +91 98123 45678, ABHA 91-1111-2222-3330, records of sanjeevani hospital\\r\\nFORGED LINE \\u001b[31m" + new string('y', 30) + new string(' ', 400) + "end";
        var fault = await FaultAsync(RawAnswer.Status(400, $$$"""{"error":{"code":2500,"message":"{{{echo}}}"}}"""));
        Assert.Equal("No access for *** of '***' and ***, ***, mobile ***, ABHA ***, *** FORGED LINE [31m" + new string('y', 30), fault.Message);
    }

    [Fact]
    public async Task A_long_answer_is_cut()
    {
        var fault = await FaultAsync(RawAnswer.Status(400, string.Join(' ', Enumerable.Repeat("word", 30_000)), "text/plain"));
        Assert.InRange(fault.Message!.Length, 290, 300);
    }

    private const int RawThenClose = (int)RawThen.Close;
    private const int RawThenReset = (int)RawThen.Reset;
    private const int RawThenHang = (int)RawThen.Hang;
}

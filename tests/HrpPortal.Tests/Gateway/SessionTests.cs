using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

public sealed class SessionTests
{
    private static readonly RawAnswer Unauthorized = RawAnswer.Status(401, """{"error":{"code":2401,"message":"Invalid token"}}""");

    private static async Task AcceptedAsync(GatewayRig rig) => Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());

    private static Func<RawRequest, RawAnswer> Numbered(RawGateway gateway, string expiresIn = "600") =>
        _ => RawAnswer.Session($"session-{gateway.Sessions.Count}", expiresIn);

    [Fact]
    [Trait("Row", "G7")]
    public async Task Callers_at_the_same_time_share_one_session_call()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AcceptedAsync(rig)));
        Assert.Single(gateway.Sessions);
        Assert.Equal(40, gateway.Calls.Count);
    }

    [Theory]
    [Trait("Row", "G7")]
    [InlineData("600", 539, 541)]
    [InlineData("\"600\"", 539, 541)]
    [InlineData("1200.0", 1139, 1141)]
    [InlineData("80", 39, 41)]
    [InlineData("0", 239, 241)]
    [InlineData("-1", 239, 241)]
    [InlineData("null", 239, 241)]
    [InlineData("\"soon\"", 239, 241)]
    [InlineData("1e99", 86_339, 86_341)]
    public async Task A_session_is_used_until_a_minute_before_its_end_or_half_its_life(string expiresIn, int lives, int gone)
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = Numbered(gateway, expiresIn);
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await AcceptedAsync(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(lives));
        await AcceptedAsync(rig);
        Assert.Single(gateway.Sessions);
        rig.Clock.Advance(TimeSpan.FromSeconds(gone - lives));
        await AcceptedAsync(rig);
        Assert.Equal(2, gateway.Sessions.Count);
        Assert.Equal("Bearer session-2", gateway.LastCall.Headers["Authorization"]);
    }

    [Fact]
    [Trait("Row", "G6")]
    public async Task One_401_renews_the_session_and_sends_the_same_body_again()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = Numbered(gateway);
        gateway.OnCall = call => call.Headers["Authorization"] == "Bearer session-1" ? Unauthorized : RawAnswer.Accepted;
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await AcceptedAsync(rig);
        Assert.Equal(2, gateway.Sessions.Count);
        Assert.Equal(2, gateway.Calls.Count);
        Assert.Single(gateway.Calls.Select(call => call.Body).Distinct());

        await AcceptedAsync(rig);
        Assert.Equal(3, gateway.Calls.Count);
    }

    [Fact]
    [Trait("Row", "G6")]
    public async Task Many_401_at_once_renew_the_session_once()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = Numbered(gateway);
        gateway.OnCall = call => call.Headers["Authorization"] == "Bearer session-1" ? Unauthorized : RawAnswer.Accepted;
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => AcceptedAsync(rig)));
        Assert.Equal(2, gateway.Sessions.Count);
    }

    [Fact]
    [Trait("Row", "G6")]
    public async Task Unauthorized_for_ever_renews_once_a_minute()
    {
        await using var gateway = new RawGateway { OnCall = _ => Unauthorized };
        gateway.OnSession = Numbered(gateway);
        await using var rig = new GatewayRig(gateway.BaseUrl);
        for (var i = 0; i < 10; i++)
        {
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.Session, 401, "2401"), (fault.Kind, fault.HttpStatus, fault.Code));
        }

        Assert.Equal(2, gateway.Sessions.Count);
        rig.Clock.Advance(TimeSpan.FromSeconds(61));
        for (var i = 0; i < 10; i++)
            Assert.Equal(FaultKind.Session, (await rig.FaultAsync()).Kind);
        Assert.Equal(3, gateway.Sessions.Count);
    }

    [Fact]
    [Trait("Row", "G7")]
    public async Task Refused_credentials_are_not_tried_again_for_a_minute()
    {
        await using var gateway = new RawGateway { OnSession = _ => RawAnswer.Status(401, """{"error":{"code":2500,"message":"Invalid client secret"}}""") };
        await using var rig = new GatewayRig(gateway.BaseUrl);
        for (var i = 0; i < 5; i++)
        {
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.Session, GatewayPaths.Sessions, "Invalid client secret"), (fault.Kind, fault.Endpoint, fault.Message));
        }

        Assert.Single(gateway.Sessions);
        Assert.Empty(gateway.Calls);
        rig.Clock.Advance(TimeSpan.FromSeconds(61));
        await rig.FaultAsync();
        Assert.Equal(2, gateway.Sessions.Count);
    }

    [Theory]
    [Trait("Row", "G7")]
    [InlineData(503, "<html>down</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "{\"accessToken\":\"\"}")]
    [InlineData(200, "{\"accessToken\":\"a\\r\\nX-Evil: 1\"}")]
    [InlineData(200, "not json")]
    public async Task A_session_that_fails_means_not_sent_and_rests_for_five_seconds(int status, string body)
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = _ => RawAnswer.Status(status, body);
        await using var rig = new GatewayRig(gateway.BaseUrl);
        for (var i = 0; i < 3; i++)
        {
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.NotSent, GatewayPaths.Sessions, status), (fault.Kind, fault.Endpoint, fault.HttpStatus));
        }

        Assert.Single(gateway.Sessions);
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        gateway.OnSession = _ => RawAnswer.Session("session-2");
        await AcceptedAsync(rig);
        Assert.Equal(2, gateway.Sessions.Count);
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_clock_set_back_does_not_stretch_a_session()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = Numbered(gateway);
        await using var rig = new GatewayRig(gateway.BaseUrl);
        await AcceptedAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(-1));
        await AcceptedAsync(rig);
        Assert.Equal(2, gateway.Sessions.Count);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_take_the_session_from_the_others()
    {
        using var cancel = new CancellationTokenSource();
        await using var gateway = new RawGateway();
        gateway.OnSession = _ =>
        {
            cancel.Cancel();
            return RawAnswer.Session("session-1");
        };
        await using var rig = new GatewayRig(gateway.BaseUrl);
        var impatient = rig.Api.SendAsync(Messages.AddContexts(), "sbx", cancel.Token);
        var patient = rig.AddContextsAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.IsType<GatewayReply.Accepted>(await patient);
        Assert.Single(gateway.Sessions);
    }

    [Fact]
    public async Task Nothing_secret_reaches_the_log_or_a_text()
    {
        await using var gateway = new RawGateway();
        gateway.OnSession = Numbered(gateway);
        gateway.OnCall = call => RawAnswer.Status(401, $$$"""{"error":{"code":2401,"message":"{{{Messages.LinkingToken}}} {{{call.Headers["Authorization"]}}}"}}""");
        await using var rig = new GatewayRig(gateway.BaseUrl);
        var fault = await rig.FaultAsync();
        gateway.OnCall = _ => RawAnswer.Accepted;
        await rig.Api.SendAsync(Messages.ConfirmDemographics(), "sbx", CancellationToken.None);
        await rig.Api.SendAsync(Messages.ConfirmOtp(), "sbx", CancellationToken.None);
        await rig.Api.SendAsync(Messages.Init(), "sbx", CancellationToken.None);

        Assert.NotEmpty(rig.Log);
        var texts = string.Join('\n', [.. rig.Log, $"{fault}", $"{Messages.AddContexts()}", $"{Messages.AddContexts().Link}", $"{Messages.Init().Query}",
            $"{Messages.ConfirmDemographics().Credential.Demographic}", $"{Messages.ConfirmOtp().Credential}", $"{Messages.Notify().Notification}"]);
        foreach (var secret in new[] { Messages.LinkingToken, "session-1", "session-2", "s3cret", "Meera", "meera.joshi", "9812345678", "1988-11-03", "481526", "OPD visit" })
            Assert.DoesNotContain(secret, texts, StringComparison.OrdinalIgnoreCase);
    }
}

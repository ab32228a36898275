using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

public sealed class WeatherTests
{
    private static readonly RawAnswer NobodyBehind = RawAnswer.Status(503, "<html>", "text/html");

    private static async Task FailAsync(GatewayRig rig, int times)
    {
        for (var i = 0; i < times; i++) await rig.FaultAsync();
    }

    private static async Task<(RawGateway Gateway, GatewayRig Rig)> OpenAsync()
    {
        var gateway = new RawGateway();
        var rig = new GatewayRig(gateway.BaseUrl);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        rig.Clock.Advance(TimeSpan.FromSeconds(30)); // The first answer is no part of the ten seconds that count.
        return (gateway, rig);
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task Five_failures_are_an_outage_since_the_first_and_nobody_may_send()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        var told = 0;
        rig.Weather.Changed += () => told++;
        Assert.Null(rig.Weather.HoldNow());
        Assert.True(rig.Weather.IsAnswering);

        gateway.OnCall = _ => NobodyBehind;
        var first = rig.Clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            await rig.FaultAsync();
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var report = rig.Weather.Report;
        Assert.False(report.IsAnswering);
        Assert.Equal(first, report.NotAnsweringSince);
        Assert.Equal(first.AddSeconds(9), report.NextTryAt); // Four seconds to the fifth failure, and five of rest.
        var hold = Assert.IsType<Hold>(rig.Weather.HoldNow());
        Assert.Equal(HoldReason.GatewayDown, hold.Reason);
        Assert.InRange(hold.Next, first.AddSeconds(9), first.AddSeconds(10));
        Assert.InRange(told, 1, 3);
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task One_host_that_is_away_holds_nothing_back_that_goes_to_the_other()
    {
        await using var v05 = new RawGateway();
        await using var v3 = new RawGateway { OnCall = _ => NobodyBehind };
        await using var rig = new GatewayRig(v05.BaseUrl, settings: ("Gateway:V3BaseUrl", v3.BaseUrl));
        var told = 0;
        rig.Weather.Changed += () => told++;
        for (var i = 0; i < 12; i++) Assert.IsType<GatewayReply.Failed>(await rig.Api.SendAsync(Messages.GenerateToken(), "sbx", CancellationToken.None));

        Assert.Equal((false, true), (rig.Weather.Of(GatewayDialect.V3).IsAnswering, rig.Weather.IsAnswering));
        Assert.NotNull(rig.Weather.Of(GatewayDialect.V3).HoldNow());
        Assert.Null(rig.Weather.HoldNow());
        Assert.Same(rig.Weather.Of(GatewayDialect.V3), rig.Weather.Worst);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.InRange(told, 1, 3);

        // Where both live on one host there is one weather.
        await using var one = new GatewayRig(v05.BaseUrl, settings: ("Gateway:V3BaseUrl", v05.BaseUrl + "/api"));
        Assert.Same(one.Weather, one.Weather.Of(GatewayDialect.V3));
    }

    [Fact]
    public async Task After_the_rest_one_caller_in_five_seconds_may_try_and_an_answer_ends_the_outage()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        await FailAsync(rig, 5);
        var since = rig.Weather.NotAnsweringSince;

        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(rig.Weather.HoldNow());
        Assert.NotNull(rig.Weather.HoldNow());
        Assert.Equal(FaultKind.Unknown, (await rig.FaultAsync()).Kind); // It was let through to the gateway, which still has nobody behind it.
        Assert.NotNull(rig.Weather.HoldNow());
        Assert.Equal(since, rig.Weather.NotAnsweringSince);

        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(rig.Weather.HoldNow());
        gateway.OnCall = _ => RawAnswer.Accepted;
        await rig.AddContextsAsync();
        Assert.Equal((true, null, null), (rig.Weather.IsAnswering, rig.Weather.NotAnsweringSince, rig.Weather.NextTryAt));
        Assert.Null(rig.Weather.HoldNow());
        Assert.Null(rig.Weather.HoldNow());
    }

    [Fact]
    public async Task Nobody_is_given_leave_while_the_one_trial_is_on_its_way()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        await FailAsync(rig, 5);
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        gateway.OnCall = _ =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(9)); // A slow trial, of at most ten seconds.
            Assert.NotNull(rig.Weather.HoldNow());
            return RawAnswer.Accepted;
        };
        Assert.Null(rig.Weather.HoldNow());
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.Null(rig.Weather.HoldNow());
    }

    [Fact]
    public async Task Failures_that_come_slowly_are_an_outage_after_the_third_and_hold_nobody_up()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        var first = rig.Clock.GetUtcNow();
        for (var i = 0; i < 2; i++)
        {
            await rig.FaultAsync();
            Assert.True(rig.Weather.IsAnswering);
            rig.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        await rig.FaultAsync();
        Assert.Equal((first, null), (rig.Weather.NotAnsweringSince, rig.Weather.NextTryAt));
        Assert.Null(rig.Weather.HoldNow());
    }

    [Theory]
    [InlineData(500, """{"error":{"code":2500,"message":"Unable to connect"}}""")]
    [InlineData(404, "not here")]
    [InlineData(400, """{"error":{"code":2500,"message":"Invalid request"}}""")]
    public async Task Any_answer_of_the_gateway_is_a_sign_of_life(int status, string body)
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        await FailAsync(rig, 3);
        Assert.False(rig.Weather.IsAnswering);
        gateway.OnCall = _ => RawAnswer.Status(status, body);
        await rig.FaultAsync();
        Assert.True(rig.Weather.IsAnswering);
        Assert.Equal(rig.Clock.GetUtcNow(), rig.Weather.Report.LastAnswerAt);
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_clock_set_back_does_not_stretch_the_rest_of_the_circuit()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        await FailAsync(rig, 5);
        rig.Clock.Set(TimeSpan.FromHours(-1));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        gateway.OnCall = _ => RawAnswer.Accepted;
        Assert.Null(rig.Weather.HoldNow());
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
    }

    [Fact]
    public async Task In_a_long_outage_those_who_wait_come_back_once_a_minute_at_most()
    {
        var (gateway, rig) = await OpenAsync();
        await using var _ = gateway;
        await using var __ = rig;
        gateway.OnCall = _ => NobodyBehind;
        await FailAsync(rig, 5);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(rig.Weather.HoldNow());
        var now = rig.Clock.GetUtcNow();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(rig.Weather.HoldNow()!.Next, now.AddSeconds(35), now.AddSeconds(65)));
    }

    [Fact]
    public async Task A_full_bulkhead_makes_the_next_call_wait_and_then_not_be_sent_and_is_no_outage()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl, timeoutSeconds: 4);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        gateway.OnCall = _ => RawAnswer.Hang;
        using var ended = new CancellationTokenSource();
        var held = Enumerable.Range(0, Bulkhead.Places).Select(_ => rig.Api.SendAsync(Messages.AddContexts(), "sbx", ended.Token)).ToList();
        await Support.Eventually.TrueAsync(() => gateway.Calls.Count == Bulkhead.Places + 1, "64 calls are at the gateway");

        var fault = await rig.FaultAsync();
        Assert.Equal(FaultKind.NotSent, fault.Kind);
        Assert.Contains("64 calls", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Bulkhead.Places + 1, gateway.Calls.Count);
        Assert.True(rig.Weather.IsAnswering);

        gateway.OnCall = _ => RawAnswer.Accepted;
        await ended.CancelAsync();
        foreach (var call in held) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
    }
}

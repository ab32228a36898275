using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>The gateway refuses what is a minute late as if it were a repeat: with a wrong clock nothing may be sent (guarantees C8).</summary>
[Trait("Row", "C8")]
public sealed class ClockSkewTests
{
    private static RawAnswer Dated(RawAnswer answer, DateTimeOffset date) =>
        answer with { Raw = answer.Raw.Replace("\r\nContent-Length", $"\r\nDate: {date:R}\r\nContent-Length", StringComparison.Ordinal) };

    /// <summary>The gateway's clock differs from the rig's by so much when it is asked.</summary>
    private static GatewayRig Rig(RawGateway gateway, Func<TimeSpan> gatewayAhead, params (string, string)[] settings)
    {
        var rig = new GatewayRig(gateway.BaseUrl, settings: settings);
        gateway.OnSession = _ => Dated(RawAnswer.Session("session-1"), rig.Clock.GetUtcNow() + gatewayAhead());
        gateway.OnCall = _ => Dated(RawAnswer.Accepted, rig.Clock.GetUtcNow() + gatewayAhead());
        return rig;
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task Half_a_minute_apart_is_no_trouble(int seconds)
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.FromSeconds(seconds));
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.InRange(rig.Weather.ClockSkew!.Value.TotalSeconds, -seconds - 1, -seconds + 1);
        Assert.Null(rig.Weather.HoldNow());
    }

    [Theory]
    [InlineData(65)]
    [InlineData(-65)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task More_than_fifty_seconds_apart_nothing_is_sent_and_the_reason_is_told(int seconds)
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.FromSeconds(seconds));
        var fault = await rig.FaultAsync();
        Assert.Equal(FaultKind.NotSent, fault.Kind);
        Assert.Contains("clock", fault.Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Calls);
        Assert.True(rig.Weather.ClockIsOff);
        Assert.InRange(rig.Weather.ClockSkew!.Value.TotalSeconds, -seconds - 1, -seconds + 1);
        Assert.Equal(HoldReason.ClockOff, rig.Weather.HoldNow()?.Reason);
    }

    [Fact]
    public async Task A_clock_set_wrong_is_noticed_before_anything_is_sent_by_it_and_one_set_right_at_once()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.Zero);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        var told = 0;
        rig.Weather.Changed += () => told++;

        rig.Clock.Set(TimeSpan.FromSeconds(-70));
        Assert.Equal(HoldReason.ClockOff, rig.Weather.HoldNow()?.Reason);
        Assert.Equal(-70, rig.Weather.ClockSkew?.TotalSeconds);
        rig.Clock.Set(TimeSpan.FromSeconds(70));
        Assert.Null(rig.Weather.HoldNow());
        Assert.Equal(2, told);
        Assert.Single(gateway.Calls);
    }

    [Fact]
    public async Task Time_that_passes_is_no_skew()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.Zero);
        await rig.AddContextsAsync();
        rig.Clock.Advance(TimeSpan.FromDays(3));
        Assert.InRange(rig.Weather.ClockSkew!.Value.TotalSeconds, -1, 1);
    }

    /// <summary>A process that was stopped in the middle of a call, as a debugger or a suspended machine does it.</summary>
    [Fact]
    public async Task An_answer_that_was_long_under_way_says_nothing_of_the_clocks()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.Zero);
        gateway.OnSession = _ =>
        {
            var dated = Dated(RawAnswer.Session("session-1"), rig.Clock.GetUtcNow());
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
            return dated;
        };
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.InRange(rig.Weather.ClockSkew!.Value.TotalSeconds, -1, 1);
    }

    [Fact]
    public async Task One_node_with_an_odd_clock_says_nothing()
    {
        await using var gateway = new RawGateway();
        var answers = 0;
        await using var rig = Rig(gateway, () => TimeSpan.FromSeconds(answers++ == 2 ? -900 : 0));
        for (var i = 0; i < 4; i++)
        {
            Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
            Assert.Null(rig.Weather.HoldNow());
        }
    }

    /// <summary>A machine that slept looks as if its clock had been set: the next answer alone tells how it is.</summary>
    [Fact]
    public async Task After_a_step_of_the_clock_one_answer_is_enough_to_know()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.Zero);
        for (var i = 0; i < 5; i++) await rig.AddContextsAsync();
        rig.Clock.Set(TimeSpan.FromHours(1)); // And the gateway's goes with it.
        Assert.True(rig.Weather.ClockIsOff);
        rig.Clock.Advance(TimeSpan.FromMinutes(15)); // The session has run out: opening another one brings a date.
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.False(rig.Weather.ClockIsOff);
    }

    [Fact]
    public async Task With_the_check_switched_off_it_is_sent_whatever_the_clocks_say()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.FromHours(5), ("Gateway:ClockToleranceSeconds", "0"));
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        Assert.Null(rig.Weather.HoldNow());
    }

    [Fact]
    public async Task While_the_clock_is_off_a_look_is_due_at_once_and_then_once_a_minute()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.FromMinutes(5));
        Assert.False(rig.Weather.TakeProbe());
        await rig.FaultAsync();
        Assert.True(rig.Weather.TakeProbe());
        Assert.False(rig.Weather.TakeProbe());
        Assert.InRange(rig.Weather.HoldNow()!.Next - rig.Clock.GetUtcNow(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
        rig.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.True(rig.Weather.TakeProbe());
    }

    [Fact]
    public async Task An_outage_that_nobody_tries_is_looked_at_every_fifteen_seconds_and_ends_by_that_look()
    {
        await using var gateway = new RawGateway();
        await using var rig = Rig(gateway, () => TimeSpan.Zero);
        await rig.AddContextsAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        gateway.OnCall = _ => RawAnswer.Status(503, "<html>", "text/html");
        for (var i = 0; i < 5; i++) await rig.FaultAsync();
        Assert.False(rig.Weather.TakeProbe());
        rig.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(rig.Weather.TakeProbe());
        Assert.NotNull(rig.Weather.HoldNow());
        Assert.False(rig.Weather.TakeProbe());

        gateway.OnCall = _ => RawAnswer.Status(200, """{"keys":[]}""");
        await rig.Http.LookAsync(rig.Weather, CancellationToken.None);
        Assert.StartsWith("GET /gateway/v0.5/certs", gateway.LastCall.Line, StringComparison.Ordinal);
        Assert.True(rig.Weather.IsAnswering);
        Assert.Null(rig.Weather.HoldNow());
    }
}

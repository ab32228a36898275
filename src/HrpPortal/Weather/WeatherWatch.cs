using System.Diagnostics.Metrics;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Live;

namespace HrpPortal.Weather;

/// <summary>Keeps the figures fresh, and tells open pages when what they show of the weather may have changed.</summary>
internal sealed partial class WeatherWatch(
    GatewayWeather gateway, LinkTraffic traffic, GatewayReturn gatewayReturn, LiveUpdates live, IMeterFactory meters, TimeProvider clock,
    ILogger<WeatherWatch> log) : BackgroundService
{
    private static readonly TimeSpan InBadWeather = TimeSpan.FromSeconds(3);

    private readonly WeatherSignal _signal = new();

    public override void Dispose()
    {
        _signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WeatherFigures.Show(meters, gateway, traffic);
        gateway.Changed += OnChanged;
        using var relay = live.Subscribe(LinkTraffic.Topic, _ => Tell());
        IReadOnlyList<WeatherReport> before = [];
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var now = gateway.Hosts.Select(host => host.Report).ToList();
                var changes = before.Zip(now).ToList();
                foreach (var (then, since) in changes) LogChange(then, since);
                if (changes.Exists(one => !one.First.IsAnswering && one.Second.IsAnswering)) await BringForwardAsync(stoppingToken);
                before = now;
                await ReadAsync(IsFair(now) ? LinkTraffic.Kept : InBadWeather, stoppingToken);
                await _signal.WaitAsync(IsFair(now) ? LinkTraffic.Kept : InBadWeather, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal ends.
        }
        finally
        {
            gateway.Changed -= OnChanged;
        }
    }

    private async Task BringForwardAsync(CancellationToken cancellationToken)
    {
        try
        {
            await gatewayReturn.BringForwardAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // What could not be brought forward is sent when its own time comes.
            Log.NotBroughtForward(log, problem);
        }
    }

    private async Task ReadAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await traffic.GetAsync(atMost, cancellationToken);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // The store is away: the figures stay as they were, and are read again soon.
            Log.NotRead(log, problem);
        }
    }

    private void OnChanged()
    {
        Tell();
        _signal.Wake();
    }

    private void Tell() => live.Publish(new LiveChange(WeatherBoard.Topic, Guid.Empty, ""));

    private static bool IsFair(IEnumerable<WeatherReport> hosts) => hosts.All(host => host is { IsAnswering: true, ClockIsOff: false });

    private void LogChange(WeatherReport before, WeatherReport now)
    {
        if (before.IsAnswering && !now.IsAnswering) Log.Down(log, now.NotAnsweringSince);
        var outage = clock.GetUtcNow() - (before.NotAnsweringSince ?? clock.GetUtcNow());
        if (!before.IsAnswering && now.IsAnswering) Log.Up(log, outage);
        if (!before.ClockIsOff && now.ClockIsOff) Log.ClockOff(log, now.ClockSkew?.TotalSeconds);
        if (before.ClockIsOff && !now.ClockIsOff) Log.ClockRight(log, now.ClockSkew?.TotalSeconds);
    }

    private sealed class WeatherSignal : WakeSignal;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What waits for ABDM could not be brought forward")]
        public static partial void NotBroughtForward(ILogger log, Exception problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "ABDM's gateway is not answering since {Since:O}; requests are kept")]
        public static partial void Down(ILogger log, DateTimeOffset? since);

        [LoggerMessage(Level = LogLevel.Information, Message = "ABDM's gateway answers again, after {Outage}")]
        public static partial void Up(ILogger log, TimeSpan outage);

        [LoggerMessage(Level = LogLevel.Error, Message = "This machine's clock is {Seconds} s ahead of ABDM's: nothing is sent until it is right")]
        public static partial void ClockOff(ILogger log, double? seconds);

        [LoggerMessage(Level = LogLevel.Information, Message = "The clocks agree again, to {Seconds} s")]
        public static partial void ClockRight(ILogger log, double? seconds);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The figures of the traffic could not be read")]
        public static partial void NotRead(ILogger log, Exception problem);
    }
}

using System.Diagnostics.Metrics;
using HrpPortal.Gateway;
using HrpPortal.Linking;

namespace HrpPortal.Weather;

/// <summary>The same for machines: gauges of the meter "HrpPortal", read from what is at hand, without a query of their own.</summary>
internal static class WeatherFigures
{
    public const string Meter = "HrpPortal";

    public static void Show(IMeterFactory meters, GatewayWeather gateway, LinkTraffic traffic)
    {
        var meter = meters.Create(Meter);
        meter.CreateObservableGauge("hrp.gateway.answering", () => gateway.Worst.IsAnswering ? 1 : 0, description: "1 while ABDM's gateway answers");
        meter.CreateObservableGauge("hrp.gateway.clock_skew", () => Of(gateway.Worst.ClockSkew), "s", "This machine's clock ahead of the gateway's");
        meter.CreateObservableGauge("hrp.links.waiting", () => traffic.Latest.Waiting, description: "Link requests kept to be sent");
        meter.CreateObservableGauge("hrp.callback.time", () => Times(traffic.Latest.Times), "s", "From a sending to ABDM's answer, over the last hour");
    }

    private static IEnumerable<Measurement<double>> Of(TimeSpan? span) => span is { } known ? [new(known.TotalSeconds)] : [];

    private static IEnumerable<Measurement<double>> Times(AnswerTimes? times) => times is null
        ? []
        : [new(times.Half.TotalSeconds, [new("quantile", "0.5")]), new(times.Most.TotalSeconds, [new("quantile", "0.95")])];
}

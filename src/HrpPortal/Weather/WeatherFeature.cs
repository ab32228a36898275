using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Ui;
using HrpPortal.Weather.Pages;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HrpPortal.Weather;

/// <summary>How the way to ABDM is: told to people on every page, to operators by health checks and figures.</summary>
public static class WeatherFeature
{
    public static WebApplicationBuilder AddWeather(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WeatherBoard>();
        builder.Services.AddHostedService<WeatherWatch>();
        builder.Services.AddSingleton(new LayoutPart(typeof(WeatherBanner)));

        // Degraded and not unhealthy: another node would fare no better, and people can go on.
        builder.Services.AddHealthChecks()
            .AddCheck<GatewayCheck>("gateway", HealthStatus.Degraded)
            .AddCheck<ClockCheck>("clock", HealthStatus.Degraded)
            .AddCheck<CallbackCheck>("callbacks", HealthStatus.Degraded);
        return builder;
    }

    private sealed class GatewayCheck(GatewayWeather weather) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            weather.Worst.Report switch
            {
                { NotAnsweringSince: { } since } => HealthCheckResult.Degraded($"not answering since {since:u}"),
                { LastAnswerAt: { } at } => HealthCheckResult.Healthy($"answered at {at:u}"),
                _ => HealthCheckResult.Healthy("not asked yet"),
            });
    }

    private sealed class ClockCheck(GatewayWeather weather) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var report = weather.Worst.Report;
            var words = report.ClockSkew is { } skew ? $"{skew.TotalSeconds:0} s ahead of the gateway's" : "not compared yet";
            return Task.FromResult(report.ClockIsOff ? HealthCheckResult.Degraded($"{words}: nothing is sent") : HealthCheckResult.Healthy(words));
        }
    }

    private sealed class CallbackCheck(LinkTraffic traffic) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var report = await traffic.GetAsync(cancellationToken);
            var words = report.Times is { } times ? times.Exactly() : "too few answers in the last hour to say";
            return report.Silence is { } silence
                ? HealthCheckResult.Degraded($"{silence.Sent} requests taken since {silence.Since:u}, none answered")
                : HealthCheckResult.Healthy($"{words} Waiting: {report.Waiting}.");
        }
    }
}

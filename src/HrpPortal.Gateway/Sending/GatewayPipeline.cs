using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HrpPortal.Gateway;

/// <summary>
/// Time-out and circuit breaker for all calls to a host of the gateway, and no retry: the outbox is the one place that retries. The
/// circuit opens when at least five calls were made in 10 s and nine of ten found no gateway; after 5 s one call may try.
/// </summary>
internal sealed class GatewayPipeline(IOptions<GatewayOptions> options, GatewayWeather weather, TimeProvider time)
{
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    private readonly Dictionary<GatewayWeather, ResiliencePipeline<Exchange>> _guards =
        weather.Hosts.ToDictionary(host => host, host => Make(host, options, time));

    public ResiliencePipeline<Exchange> GuardOf(GatewayWeather host) => _guards[host];

    private static ResiliencePipeline<Exchange> Make(GatewayWeather host, IOptions<GatewayOptions> options, TimeProvider time) => new ResiliencePipelineBuilder<Exchange> { TimeProvider = new SteadyTime(time) }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Exchange>
        {
            MinimumThroughput = 5,
            FailureRatio = 0.9,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = BreakDuration,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.IsHostTrouble ?? false),
            OnOpened = args => Told(() => host.CircuitIsOpenFor(args.BreakDuration)),

            // The one trial may take its whole time-out: until it is back nobody else need ask.
            OnHalfOpened = _ => Told(() => host.CircuitIsOpenFor(TimeSpan.FromSeconds(options.Value.TimeoutSeconds + 1))),
            OnClosed = _ => Told(host.CircuitClosed),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds) })
        .Build();

    private static ValueTask Told(Action tell)
    {
        tell();
        return ValueTask.CompletedTask;
    }
}

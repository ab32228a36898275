using System.Collections.Concurrent;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Gateway;

/// <summary>The gateway client as the portal registers it, against an address of the test's choice.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public GatewayRig(string baseUrl, int timeoutSeconds = 10, Action<IServiceCollection>? also = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Gateway:BaseUrl", baseUrl),
            new("Gateway:ClientId", "SBX_TEST_01"),
            new("Gateway:ClientSecret", "s3cret-of-the-bridge"),
            new("Gateway:TimeoutSeconds", $"{timeoutSeconds}"),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]).Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new LogKeeper(Log)))
            .AddGateway(configuration);
        also?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public TestClock Clock { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public IGatewayApi Api => _services.GetRequiredService<IGatewayApi>();

    public GatewayWeather Weather => _services.GetRequiredService<GatewayWeather>();

    public GatewayHttp Http => _services.GetRequiredService<GatewayHttp>();

    public CallbackTokenVerifier Verifier => _services.GetRequiredService<CallbackTokenVerifier>();

    public GatewayKeys Keys => _services.GetRequiredService<GatewayKeys>();

    public Task<GatewayReply> AddContextsAsync() => Api.SendAsync(Messages.AddContexts(), "sbx", CancellationToken.None);

    public async Task<GatewayFault> FaultAsync() => Assert.IsType<GatewayReply.Failed>(await AddContextsAsync()).Fault;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class LogKeeper(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

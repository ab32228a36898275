namespace HrpPortal.Tests.Support;

/// <summary>One running portal an engine for the tests of a class, which run one after the other and bring their own patients.</summary>
public sealed class PortalHosts : IAsyncLifetime
{
    private readonly Dictionary<TestEngine, PortalHost> _hosts = [];

    public static TheoryData<TestEngine> Engines => [TestEngine.Sqlite, TestEngine.PostgreSql];

    public async Task<PortalHost> OnAsync(TestEngine engine)
    {
        if (_hosts.TryGetValue(engine, out var host)) return host;
        return _hosts[engine] = await PortalHost.StartAsync(engine: engine);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }
}

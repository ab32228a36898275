using HrpPortal.Sandbox;

namespace HrpPortal.Demo;

/// <summary>Runs the sandbox in the portal's process; it listens on loopback only and keeps what it linked beside the database.</summary>
internal sealed class SandboxBeside(IConfiguration configuration) : IHostedService, IAsyncDisposable
{
    private WebApplication? _sandbox;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _sandbox = SandboxApp.Build([], options =>
        {
            options.Port = configuration.GetValue("Sandbox:Port", options.Port);
            options.BridgeUrl = configuration["Sandbox:BridgeUrl"] ?? configuration["Urls"]!.Split(';')[0];
            options.CallbackDelayMs = configuration.GetValue("Sandbox:CallbackDelayMs", options.CallbackDelayMs);
            options.Training = configuration.GetValue("Sandbox:Training", options.Training);
            options.StateFile = configuration["Sandbox:StateFile"];
            options.ConsentDelayMs = configuration.GetValue("Sandbox:ConsentDelayMs", options.ConsentDelayMs);
            foreach (var facility in configuration.GetSection("Facilities").GetChildren())
                options.Facilities.Add(new SandboxFacility { HipId = facility["HipId"]!, Name = facility["Name"]!, IsV3 = facility["Dialect"] == "V3" });
        });
        await _sandbox.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_sandbox is not null) await _sandbox.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }
}

using Microsoft.Extensions.Hosting;

namespace HrpPortal.Gateway;

/// <summary>
/// Fetches the gateway's keys once when the portal starts, so that its first callback finds them at hand and is not refused while a
/// slow document is read. When that fails the first callback fetches, as ever.
/// </summary>
internal sealed class KeysAtStart(GatewayKeys keys) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keys.RefreshAsync(stoppingToken);
}

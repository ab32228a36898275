using Microsoft.Extensions.Hosting;

namespace HrpPortal.Gateway;

/// <summary>
/// Looks at the gateway when the weather is bad and nobody else does: without it the last news of an outage, or of a clock that is
/// off, would stand until somebody sends. It reads the signing keys' page, which is public and changes nothing; any answer counts.
/// </summary>
internal sealed class GatewayProbe(GatewayHttp http, GatewayWeather weather, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Between, time, stoppingToken);
                foreach (var host in weather.Hosts.Where(host => host.TakeProbe())) await http.LookAsync(host, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal ends.
        }
    }
}

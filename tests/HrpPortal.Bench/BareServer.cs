using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Bench;

/// <summary>
/// What a callback costs at the least: the same server, one endpoint, 202. It also stands in for the gateway's certs, so that
/// the portal verifies the very token that both are sent.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GatewayKey _key = new();

    private BareServer()
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(Callback.Path, () => Results.StatusCode(StatusCodes.Status202Accepted));
        _app.MapGet("/certs", () => Results.Text(_key.Certs(), "application/json"));
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<BareServer> StartAsync()
    {
        var server = new BareServer();
        await server._app.StartAsync();
        return server;
    }

    public string Token() => _key.Token();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }
}

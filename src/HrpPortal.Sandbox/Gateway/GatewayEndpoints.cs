using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Signing;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The gateway's v0.5 surface, under /gateway, and the developer service that registers the callback URL.</summary>
internal sealed class GatewayEndpoints(
    GatewayTokens tokens, GatewayDoor door, Forwarding forwarding, UserAuth auth, Linking linking, Registry registry, KeyRing keys, Journal journal, SandboxOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var gateway = app.MapGroup("/gateway");
        gateway.MapPost("/v0.5/sessions", SessionAsync);
        gateway.MapGet("/v0.5/certs", http => http.Response.WriteAsJsonAsync(keys.GatewayJwks()));
        gateway.MapGet("/v0.5/.well-known/openid-configuration", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["jwks_uri"] = $"{http.Request.Scheme}://{http.Request.Host}/gateway/v0.5/certs" }));
        gateway.MapGet("/v0.5/heartbeat", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["timestamp"] = WireTime.Write(options.Clock.GetUtcNow()), ["status"] = "UP", ["error"] = null }));
        foreach (var call in ForwardedCall.All(auth, linking, registry))
            gateway.MapPost(call.Path, http => forwarding.HandleAsync(http, call));
        app.MapPatch("/devservice/v1/bridges", RegisterBridgeAsync);
    }

    private async Task SessionAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        if (GatewayDoor.Parse(await reader.ReadToEndAsync(http.RequestAborted)) is not { } body || Contract.SessionRequest(body, "") is { } problem)
        {
            await Forwarding.WriteAsync(http.Response, Verdict.Refused(400, 2500, "Invalid request; please mention client id, secret and grant type"));
            return;
        }

        var client = body.Text("clientId");
        var known = client == options.ClientId && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(body.Text("clientSecret")), Encoding.UTF8.GetBytes(options.ClientSecret));
        if (known && body.Text("grantType") == "refresh_token")
            known = body.TextOrNull("refreshToken") is { } refresh && await tokens.IsRefreshAsync(refresh, client);
        if (!known)
        {
            await Forwarding.WriteAsync(http.Response, Verdict.Refused(401, 2500, "Invalid client or Invalid client credentials"));
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["accessToken"] = tokens.IssueSession(client),
            ["expiresIn"] = options.SessionSeconds, // seconds, whatever the contract says (protocol §3.1)
            ["refreshExpiresIn"] = 1800,
            ["refreshToken"] = tokens.IssueRefresh(client),
            ["tokenType"] = "bearer",
        });
    }

    /// <summary>One client id, one callback URL, the last writer wins (protocol §3.2).</summary>
    private async Task RegisterBridgeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = GatewayDoor.Parse(await reader.ReadToEndAsync(http.RequestAborted));
        var url = body?.TextOrNull("url");
        if (await door.ClientAsync(http.Request) is null)
            await Forwarding.WriteAsync(http.Response, Verdict.Refused(401, 2401, "Invalid bearer token."));
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var bridge) || bridge.Scheme is not ("http" or "https"))
            await Forwarding.WriteAsync(http.Response, Verdict.Refused(400, 2505, "Invalid bridge registry request"));
        else
            journal.BridgeUrl = url;
    }
}

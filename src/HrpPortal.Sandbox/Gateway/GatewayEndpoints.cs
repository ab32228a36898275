using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.Signing;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The gateway's v0.5 surface, under /gateway, and the developer service that registers the callback URL.</summary>
internal sealed class GatewayEndpoints(
    GatewayDoor door, SessionEndpoint sessions, Forwarding forwarding, UserAuth auth, Linking linking, Registry registry, KeyRing keys, Journal journal,
    ScriptQueue script, Wire wire, GatewayClock clock)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var gateway = app.MapGroup("/gateway");
        gateway.MapPost(CallPaths.Sessions, sessions.HandleAsync);
        gateway.MapGet(CallPaths.Certs, CertsAsync);
        gateway.MapGet("/v0.5/.well-known/openid-configuration", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["jwks_uri"] = $"{http.Request.Scheme}://{http.Request.Host}/gateway/v0.5/certs" }));
        gateway.MapGet("/v0.5/heartbeat", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["timestamp"] = WireTime.Write(clock.GetUtcNow()), ["status"] = "UP", ["error"] = null }));
        foreach (var call in ForwardedCall.All(auth, linking, registry))
            gateway.MapPost(call.Path, http => forwarding.HandleAsync(http, call));
        app.MapPatch("/devservice/v1/bridges", RegisterBridgeAsync);
    }

    private Task CertsAsync(HttpContext http)
    {
        var scripted = script.Next(CallPaths.Certs, "");
        if (scripted.Wire is not WireFault.None) return wire.AnswerAsync(http, scripted);
        return scripted.Status is { } status
            ? Forwarding.WriteAsync(http.Response, new Verdict(status, null, [], scripted))
            : http.Response.WriteAsJsonAsync(keys.GatewayJwks());
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

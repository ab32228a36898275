using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.Signing;
using HrpPortal.Sandbox.V05;
using HrpPortal.Sandbox.V3;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The surface of both dialects, each under its prefix.</summary>
internal sealed class GatewayEndpoints(
    SessionEndpoint sessions, Forwarding forwarding, V05Dialect old, V05Calls oldCalls, V3Dialect v3, V3Calls v3Calls, KeyRing keys,
    ScriptQueue script, Wire wire, GatewayClock clock)
{
    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var (dialect, calls) in new (Dialect, IEnumerable<ForwardedCall>)[] { (old, oldCalls.All), (v3, v3Calls.All) })
        {
            var gateway = app.MapGroup(dialect.Prefix);
            gateway.MapPost(dialect.SessionsPath, http => sessions.HandleAsync(http, dialect));
            gateway.MapGet(dialect.CertsPath, http => CertsAsync(http, dialect));
            foreach (var call in calls) gateway.MapPost(call.Path, http => forwarding.HandleAsync(http, call));
        }

        app.MapGet("/gateway/v0.5/.well-known/openid-configuration", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["jwks_uri"] = $"{http.Request.Scheme}://{http.Request.Host}/gateway/v0.5/certs" }));
        app.MapGet("/gateway/v0.5/heartbeat", http =>
            http.Response.WriteAsJsonAsync(new JsonObject { ["timestamp"] = WireTime.Write(clock.GetUtcNow()), ["status"] = "UP", ["error"] = null }));
    }

    /// <summary>Public in v0.5; v3 wants a session and the usual headers (protocol §7.2).</summary>
    private async Task CertsAsync(HttpContext http, Dialect dialect)
    {
        var scripted = script.Next(dialect.CertsPath, "");
        if (scripted.Wire is not WireFault.None) await wire.AnswerAsync(http, scripted);
        else if (scripted.Status is not null) await Forwarding.WriteAsync(http.Response, dialect.Scripted(scripted));
        else if (dialect == v3 && (await v3.EnterAsync(http.Request)).Refusal is { } refusal) await Forwarding.WriteAsync(http.Response, refusal);
        else await http.Response.WriteAsJsonAsync(keys.GatewayJwks());
    }
}

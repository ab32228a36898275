using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.V05;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Sessions in both dialects (protocol §3.1, §7.2), and a count of those who ask: callers must share a session, not storm for one.</summary>
internal sealed class SessionEndpoint(GatewayTokens tokens, ScriptQueue script, Wire wire, GatewayClock clock, SandboxOptions options, IHostApplicationLifetime lifetime)
{
    private readonly Lock gate = new();
    private readonly List<DateTimeOffset> calls = [];
    private int now;
    private int most;

    public SessionTally Tally
    {
        get { lock (gate) return new SessionTally([.. calls], most); }
    }

    public async Task HandleAsync(HttpContext http, Dialect dialect)
    {
        lock (gate)
        {
            calls.Add(clock.GetUtcNow());
            most = Math.Max(most, ++now);
        }

        try
        {
            await AnswerAsync(http, dialect);
        }
        finally
        {
            lock (gate) now--;
        }
    }

    private async Task AnswerAsync(HttpContext http, Dialect dialect)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var scripted = script.Next(dialect.SessionsPath, text);
        if (scripted.AnswerDelayMs is { } late) await Task.Delay(late, lifetime.ApplicationStopping);
        if (scripted.Wire is not WireFault.None) await wire.AnswerAsync(http, scripted);
        else if (scripted.Abort) http.Abort();
        else if (scripted.Status is not null) await Forwarding.WriteAsync(http.Response, dialect.Scripted(scripted));
        else if (dialect.CheckHeaders(http.Request) is { } refusal) await Forwarding.WriteAsync(http.Response, refusal);
        else if (GatewayDoor.Parse(text) is not { } body || Contract.SessionRequest(body, "") is not null)
            await Forwarding.WriteAsync(http.Response, dialect.BadSessionRequest);
        else if (!await IsKnownAsync(body.Text("clientId"), body))
            await Forwarding.WriteAsync(http.Response, dialect.UnknownClient);
        else await OpenAsync(http, body.Text("clientId"), scripted.ExpiresIn);
    }

    private async Task<bool> IsKnownAsync(string client, System.Text.Json.JsonElement body)
    {
        var known = client == options.ClientId && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(body.Text("clientSecret")), Encoding.UTF8.GetBytes(options.ClientSecret));
        if (!known || body.Text("grantType") != "refresh_token") return known;
        return body.TextOrNull("refreshToken") is { } refresh && await tokens.IsRefreshAsync(refresh, client);
    }

    private Task OpenAsync(HttpContext http, string client, string? expiresIn)
    {
        http.Response.Headers.CacheControl = "no-store";
        var answer = new JsonObject { ["accessToken"] = tokens.IssueSession(client) };
        // Seconds, whatever the contract says (protocol §3.1).
        if (expiresIn is not "") answer["expiresIn"] = expiresIn is null ? options.SessionSeconds : JsonNode.Parse(expiresIn);
        answer["refreshExpiresIn"] = 1800;
        answer["refreshToken"] = tokens.IssueRefresh(client);
        answer["tokenType"] = "bearer";
        return http.Response.WriteAsJsonAsync(answer);
    }
}

/// <summary>How often a session was asked for.</summary>
/// <param name="At">When each call came, by the sandbox's clock.</param>
/// <param name="MostAtOnce">How many were in the gateway at the same time, at worst.</param>
public sealed record SessionTally(IReadOnlyList<DateTimeOffset> At, int MostAtOnce);

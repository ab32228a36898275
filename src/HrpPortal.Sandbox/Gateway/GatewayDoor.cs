using System.Text.Json;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The checks before a call is forwarded, in the gateway's order and with its answers (protocol §2).</summary>
internal sealed class GatewayDoor(GatewayTokens tokens)
{
    private static readonly string[] ConsentManagers = ["sbx", "abdm"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public async Task<(Verdict? Refusal, Admitted? Call)> CheckAsync(HttpRequest request, JsonElement? body, Rule contract, Func<JsonElement, string?> addressOf)
    {
        // First of all, so that what is refused here was never remembered and may be sent again under its id.
        if (await ClientAsync(request) is not { } client) return (Verdict.Refused(401, 2401, "Invalid bearer token."), null);

        var manager = request.Headers["X-CM-ID"].ToString();
        if (!ConsentManagers.Contains(manager)) return (Verdict.Refused(500, 2500, "No mapping found for X-CM-ID"), null);

        if (!request.HasJsonContentType()) return (Verdict.Refused(415, 2500, "Content-Type must be application/json"), null);
        if (body is not { } json) return (Verdict.Refused(400, 2500, "Invalid request"), null);
        if (Rules.Uuid(json.ValueKind is JsonValueKind.Object && json.TryGetProperty("requestId", out var id) ? id : default, "requestId") is not null)
            return (Verdict.Refused(400, 2500, "Empty/Invalid requestId found on the payload"), null);
        if (contract(json, "") is { } problem) return (Verdict.Refused(400, 2500, "Invalid request: " + problem), null);

        // The live gateway would forward to the wrong consent manager, who does not know the patient. A slip of the caller either way.
        if (addressOf(json) is { } address && address.LastIndexOf('@') is >= 0 and var cut && !address[(cut + 1)..].Equals(manager, StringComparison.OrdinalIgnoreCase))
            return (Verdict.Refused(400, 2500, "Invalid request: X-CM-ID is not the domain of the patient's address"), null);

        return (null, new Admitted(json, Guid.Parse(json.Text("requestId")), json.Text("timestamp"), client));
    }

    public async Task<string?> ClientAsync(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        return request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.Ordinal)
            ? await tokens.SessionClientAsync(header[Scheme.Length..])
            : null;
    }

    public static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

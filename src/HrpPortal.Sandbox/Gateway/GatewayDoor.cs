using System.Text.Json;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Who calls, and what the call says: the checks that both dialects share.</summary>
internal sealed class GatewayDoor(GatewayTokens tokens)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ConsentManagers = ["sbx", "abdm"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static bool IsManager(string id) => ConsentManagers.Contains(id);

    /// <summary>Whether X-CM-ID is the domain of the patient's address; an ABHA number has none.</summary>
    public static bool Fits(string manager, string? address) =>
        address is null || address.LastIndexOf('@') is not (>= 0 and var cut) || address[(cut + 1)..].Equals(manager, StringComparison.OrdinalIgnoreCase);

    public static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : null;

    public async Task<string?> ClientAsync(HttpRequest request) => Bearer(request) is { } jwt ? await tokens.SessionClientAsync(jwt) : null;

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

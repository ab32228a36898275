using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>What is registered for the client id (protocol §3.2, §7.2), from either dialect's reading call.</summary>
/// <param name="Url">Where ABDM calls; some answers in v3 leave it out.</param>
public sealed record BridgeRegistration(string? Id, string? Name, string? Url, bool? IsActive, bool? IsBlocked, IReadOnlyList<RegisteredService> Services)
{
    /// <summary>
    /// <c>{"bridge":{…},"services":[…]}</c>, or of one facility <c>{"bridgeId":…,"serviceId":…,…}</c>. False when the bytes are not one
    /// JSON object; never throws.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out BridgeRegistration? registration)
    {
        registration = null;
        using var document = JsonText.Parse(utf8);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return false;
        var bridge = WireParts.Object(root, "bridge"u8) ?? default;
        registration = JsonText.Text(root, "serviceId"u8) is not null
            ? new BridgeRegistration(JsonText.Text(root, "bridgeId"u8), null, null, null, null, [RegisteredService.Read(root)])
            : new BridgeRegistration(
                JsonText.Text(bridge, "id"u8),
                JsonText.Text(bridge, "name"u8),
                JsonText.Text(bridge, "url"u8),
                RegisteredService.Truth(bridge, "active"u8),
                RegisteredService.Truth(bridge, "blocklisted"u8),
                WireParts.Objects(root, "services"u8, RegisteredService.Read));
        return true;
    }
}

/// <param name="Id">The HIP id.</param>
/// <param name="Types">HIP, HIU and the like.</param>
public sealed record RegisteredService(string? Id, string? Name, IReadOnlyList<string> Types, bool? IsActive)
{
    internal static RegisteredService Read(JsonElement service) => new(
        JsonText.Text(service, "serviceId"u8) ?? JsonText.Text(service, "id"u8),
        JsonText.Text(service, "name"u8),
        WireParts.Texts(service, "types"u8) is { Count: > 0 } types ? types : TypesByFlags(service),
        Truth(service, "active"u8));

    internal static bool? Truth(JsonElement parent, ReadOnlySpan<byte> name) => bool.TryParse(JsonText.Text(parent, name), out var truth) ? truth : null;

    /// <summary>One facility in v3: <c>"isHip":true,"isPhr":false</c>.</summary>
    private static string[] TypesByFlags(JsonElement service)
    {
        var types = new List<string>();
        if (Truth(service, "isHip"u8) is true) types.Add("HIP");
        if (Truth(service, "isHiu"u8) is true) types.Add("HIU");
        if (Truth(service, "isPhr"u8) is true) types.Add("PHR");
        return [.. types];
    }
}

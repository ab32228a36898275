using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>The claims of a callback's token that decide, read strictly. For example:
/// <code>{"exp":1679600534,"nbf":0,"iss":"https://…/central-registry","aud":"account","realm_access":{"roles":["gateway"]}}</code></summary>
/// <param name="Refusal">Why the claims do not do; absent when they do.</param>
internal sealed record CallbackClaims(DateTimeOffset ExpiresAt, string? Role, string? Refusal)
{
    public const string GatewayRole = "gateway";
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds() - (long)Skew.TotalSeconds;

    public static CallbackClaims Read(string token, GatewayOptions options, DateTimeOffset now)
    {
        if (!JwtPart.TryReadPayload(token, out var payload))
            return Refuse("unreadable claims");
        using (payload)
            return Judge(payload.RootElement, options, now);
    }

    private static CallbackClaims Judge(JsonElement claims, GatewayOptions options, DateTimeOffset now)
    {
        if (!TryGetSeconds(claims, "exp"u8, out var expires) || expires is null)
            return Refuse("exp is missing or not a whole number");
        if (!TryGetSeconds(claims, "nbf"u8, out var notBefore))
            return Refuse("nbf is not a whole number");
        if (now >= expires.Value + Skew)
            return Refuse("expired");
        if (notBefore is { } start && now < start - Skew)
            return Refuse("not valid yet");
        if (options.Issuer is not "" && JsonText.Text(claims, "iss"u8) != options.Issuer)
            return Refuse("another issuer");
        if (options.Audience is not "" && !Holds(claims, "aud"u8, options.Audience))
            return Refuse("another audience");
        if (!JsonText.TryGet(claims, "realm_access"u8, out var access))
            return new CallbackClaims(expires.Value, null, null);
        return Holds(access, "roles"u8, GatewayRole)
            ? new CallbackClaims(expires.Value, GatewayRole, null)
            : Refuse("role gateway is missing");
    }

    /// <summary>False when the claim is there and is no whole number of seconds.</summary>
    private static bool TryGetSeconds(JsonElement claims, ReadOnlySpan<byte> name, out DateTimeOffset? time)
    {
        time = null;
        if (!JsonText.TryGet(claims, name, out var claim))
            return true;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetInt64(out var seconds) || seconds < 0 || seconds > MaxSeconds)
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>The text itself, or an array that holds it.</summary>
    private static bool Holds(JsonElement parent, ReadOnlySpan<byte> name, string wanted)
    {
        if (!JsonText.TryGet(parent, name, out var value))
            return false;
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && JsonText.Text(item) == wanted)
            : value.ValueKind == JsonValueKind.String && JsonText.Text(value) == wanted;
    }

    private static CallbackClaims Refuse(string reason) => new(default, null, reason);
}

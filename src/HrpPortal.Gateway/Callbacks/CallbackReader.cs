using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>Bytes into a <see cref="CallbackBody"/>.</summary>
internal static class CallbackReader
{
    private const int MaxMessageLength = 500;

    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out CallbackBody? body)
    {
        body = null;
        using var document = JsonText.Parse(utf8);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return false;
        var timestamp = JsonText.Text(root, "timestamp"u8);
        body = new CallbackBody(
            JsonText.Text(root, "requestId"u8),
            RespRequestId(root),
            timestamp,
            WireParts.Time(timestamp),
            Error(root),
            JsonText.TryGet(root, "acknowledgement"u8, out var acknowledgement) ? JsonText.Text(acknowledgement, "status"u8) : null,
            JsonText.TryGet(root, "auth"u8, out var auth) && auth.ValueKind == JsonValueKind.Object ? Auth(auth) : null,
            LinkToken(JsonText.Text(root, "linkToken"u8)),
            JsonText.Text(root, "abhaAddress"u8),
            CleanText.Of(JsonText.Text(root, "status"u8), MaxMessageLength));
        return true;
    }

    /// <summary>v0.5 says <c>resp</c>; v3 says <c>response</c>, and here and there <c>resp</c> (protocol §7.6).</summary>
    private static Guid? RespRequestId(JsonElement root)
    {
        var text = JsonText.TryGet(root, "resp"u8, out var resp) ? JsonText.Text(resp, "requestId"u8) : null;
        text ??= JsonText.TryGet(root, "response"u8, out resp) ? JsonText.Text(resp, "requestId"u8) : null;
        return Guid.TryParse(text, out var id) ? id : null;
    }

    private static CallbackError? Error(JsonElement root)
    {
        if (!JsonText.TryGet(root, "error"u8, out var error))
            return null;
        if (error.ValueKind == JsonValueKind.Array && error.GetArrayLength() > 0)
            error = error[0];
        var code = JsonText.Code(error);
        var message = CleanText.Of(JsonText.Text(error, "message"u8) ?? JsonText.Text(error), MaxMessageLength);
        return code is null && message is null ? null : new CallbackError(code, message);
    }

    /// <summary>It will stand in a header: what could not is none. "Bearer" before it is let be (protocol §7.4).</summary>
    private static Secret? LinkToken(string? text)
    {
        var token = text?.Trim() ?? "";
        if (token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            token = token["Bearer ".Length..].Trim();
        return JwtPart.IsBearer(token) ? new Secret(token) : null;
    }

    private static CallbackAuth Auth(JsonElement auth)
    {
        var token = JsonText.Text(auth, "accessToken"u8);
        return new CallbackAuth(
            JsonText.Text(auth, "transactionId"u8),
            JsonText.Text(auth, "mode"u8),
            JsonText.TryGet(auth, "meta"u8, out var meta) ? WireParts.Time(JsonText.Text(meta, "expiry"u8)) : null,
            string.IsNullOrWhiteSpace(token) ? null : new Secret(token),
            JsonText.TryGet(auth, "modes"u8, out var modes) ? WireParts.List(modes, JsonText.Text) : [],
            JsonText.Text(auth, "purpose"u8),
            WireParts.Patient(auth));
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>The readable parts of a JWT.</summary>
internal static class JwtPart
{
    /// <summary>Larger tokens are not looked at.</summary>
    public const int MaxTokenLength = 16 * 1024;

    /// <summary>What may stand in a header after "Bearer " (RFC 6750 b64token).</summary>
    public static bool IsBearer(string token) =>
        token.Length is > 0 and <= MaxTokenLength
        && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/' or '=');

    public static bool TryReadPayload(string? jwt, [NotNullWhen(true)] out JsonDocument? payload)
    {
        payload = null;
        if (jwt is null || jwt.Length > MaxTokenLength)
            return false;
        var text = jwt.AsSpan();
        Span<Range> parts = stackalloc Range[4];
        return text.Split(parts, '.') is 2 or 3 && TryRead(text[parts[1]], out payload);
    }

    /// <summary>One base64url part as a JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<char> part, [NotNullWhen(true)] out JsonDocument? json)
    {
        json = null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, bytes, out _, out var length) != OperationStatus.Done)
            return false;
        json = JsonText.Parse(bytes.AsSpan(0, length));
        if (json is null || json.RootElement.ValueKind == JsonValueKind.Object)
            return json is not null;
        json.Dispose();
        json = null;
        return false;
    }
}

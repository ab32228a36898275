using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// What ABDM says of its own accord, read with the same tolerance as a <see cref="CallbackBody"/>: null is absent, numbers may be
/// text and texts numbers, unknown members and values are let be. Whether enough is there to act upon is the reader's to say.
/// </summary>
/// <param name="RequestId">v0.5: the body's; absent in v3, where the header REQUEST-ID has it.</param>
/// <param name="Timestamp">v0.5: the body's, as UTC; absent when unreadable and in v3.</param>
public abstract record AbdmCall(string? RequestId, DateTimeOffset? Timestamp) : Confidential
{
    /// <summary>False when the bytes are not one JSON object of at most 32 levels. Never throws.</summary>
    private protected static bool TryRead<T>(ReadOnlySpan<byte> utf8, Func<JsonElement, Envelope, T> read, [NotNullWhen(true)] out T? call)
        where T : AbdmCall
    {
        using var document = JsonText.Parse(utf8);
        var root = document?.RootElement;
        call = root is { ValueKind: JsonValueKind.Object } body
            ? read(body, new Envelope(JsonText.Text(body, "requestId"u8), WireParts.Time(body, "timestamp"u8)))
            : null;
        return call is not null;
    }

    private protected sealed record Envelope(string? Id, DateTimeOffset? Time);
}

using System.Text;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// The error in the body of an answer, of which these shapes were seen (protocol §2, §7.1): <c>{"error":{code,message}}</c>,
/// <c>[{"error":{code,message}}]</c>, <c>[{code,message}]</c>, <c>{code,message}</c>,
/// <c>{code,message,description}</c>, <c>{message,timestamp}</c>,
/// <c>{"field":"message","timestamp":…}</c>, plain text, an HTML page, nothing.
/// </summary>
/// <param name="IsGateways">The gateway itself wrote it, not the API manager in front of it.</param>
internal sealed record WireError(string? Code, string? Message, bool IsGateways)
{
    private static readonly WireError Nothing = new(null, null, false);

    public static WireError Read(byte[] body, string? mediaType)
    {
        using var document = JsonText.Parse(body);
        if (document is not null)
            return Read(document.RootElement);
        var text = CleanText.Of(Encoding.UTF8.GetString(body), 1000);
        if (text is null)
            return Nothing;
        return text.StartsWith('<') || mediaType is "text/html" or "application/xhtml+xml"
            ? new WireError(null, "the answer was an HTML page", false)
            : new WireError(null, text, false);
    }

    private static WireError Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return json.GetArrayLength() > 0 ? Read(json[0]) : Nothing;
        if (JsonText.TryGet(json, "error"u8, out var error))
            return new WireError(JsonText.Code(error), JsonText.Text(error, "message"u8) ?? JsonText.Text(error), IsGateways: true);
        var code = JsonText.Code(json);
        var message = JsonText.Text(json, "message"u8);

        // The API manager's codes are bare numbers: ABDM- is v3's own, flat though it stands (protocol §7.1).
        return new WireError(code, message ?? (code is null ? FieldError(json) : null), code?.StartsWith("ABDM-", StringComparison.OrdinalIgnoreCase) ?? false);
    }

    /// <summary><c>{"patient.referenceNumber":"must not be empty","timestamp":"…"}</c></summary>
    private static string? FieldError(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return JsonText.Text(json);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && JsonText.Name(member) is { } field and not "timestamp")
                return $"{field}: {JsonText.Text(member.Value)}";
        }

        return null;
    }
}

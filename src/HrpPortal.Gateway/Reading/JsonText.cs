using System.Globalization;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// Members of JSON that others wrote, read without ever throwing: a member of the wrong type, with invalid UTF-8 or a lone surrogate
/// is as good as absent, null is absent, of duplicate names the last counts.
/// </summary>
internal static class JsonText
{
    private const int MaxDepth = 32;

    /// <summary>One JSON value and nothing after it; a byte order mark before it is let be.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            var document = JsonDocument.ParseValue(ref reader);
            if (utf8[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Not JSON is an answer, not an error: the caller says what it means.
        }

        return null;
    }

    public static bool TryGet(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        if (parent.ValueKind != JsonValueKind.Object)
            return false;
        var found = false;
        foreach (var member in parent.EnumerateObject())
        {
            if (Named(member, name))
                (value, found) = (member.Value, member.Value.ValueKind is not JsonValueKind.Null);
        }

        return found;
    }

    /// <summary>A text, or a number or truth value as it is written.</summary>
    public static string? Text(JsonElement parent, ReadOnlySpan<byte> name) => TryGet(parent, name, out var value) ? Text(value) : null;

    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // The text is not Unicode: bytes that are no UTF-8, or half a surrogate pair.
            return null;
        }
    }

    /// <summary>A whole number, also when written as text.</summary>
    public static int? Whole(JsonElement parent, ReadOnlySpan<byte> name) =>
        int.TryParse(Text(parent, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>ABDM's error code as text: 1439 and "1439" alike, without the trailing ": " that some replies have (protocol §7.1).</summary>
    public static string? Code(JsonElement parent) => CleanText.Of(Text(parent, "code"u8)?.Trim(' ', ':', '\t'), CleanText.MaxCode);

    /// <summary>Seconds since 1970 as a time; absent when out of a calendar's range.</summary>
    public static DateTimeOffset? Seconds(JsonElement parent, ReadOnlySpan<byte> name) =>
        double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= -62_135_596_800d and <= 253_402_300_799d
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>The name of a member; absent when it is not Unicode.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Named(JsonProperty member, ReadOnlySpan<byte> name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name that is not Unicode is none of ours.
            return false;
        }
    }
}

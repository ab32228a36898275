using System.Globalization;
using System.Text.RegularExpressions;

namespace HrpPortal.Sandbox;

internal static partial class WireTime
{
    /// <summary>As Java's LocalDateTime prints: six fraction digits, no zone (protocol §2, seen in every capture).</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>As v3 writes: milliseconds and Z (protocol §7.1).</summary>
    public static string WriteZ(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As v3 reads: milliseconds and Z, nothing else; an offset is refused.</summary>
    public static DateTimeOffset? ReadZ(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>
    /// ISO date-time with 0–9 fraction digits. An offset is read and thrown away, as the gateway does (protocol §2): a caller
    /// who sends 10:00+05:30 is taken to mean 10:00 UTC.
    /// </summary>
    public static DateTimeOffset? Read(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match) return null;
        var fraction = (match.Groups["fraction"].Value + "0000000")[..7];
        var whole = match.Groups["second"].Success ? match.Groups["whole"].Value : match.Groups["whole"].Value + ":00";
        return DateTimeOffset.TryParseExact($"{whole}.{fraction}", "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    [GeneratedRegex(@"^(?<whole>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?<second>:\d{2})?)(\.(?<fraction>\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

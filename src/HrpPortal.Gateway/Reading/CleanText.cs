using System.Text;
using System.Text.RegularExpressions;

namespace HrpPortal.Gateway;

/// <summary>Texts of others made fit to keep and show: one line, bounded, and for faults without what must not be repeated.</summary>
internal static partial class CleanText
{
    /// <summary>ABDM's codes have nine characters at most; the portal's columns hold so many.</summary>
    public const int MaxCode = 32;

    private const int ReadAtMost = 2048;

    /// <summary>On one line, without control characters, at most <paramref name="max"/> characters; absent when nothing is left.</summary>
    public static string? Of(string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var line = new StringBuilder(Math.Min(text.Length, max));
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, ReadAtMost)))
        {
            if (!IsUnprintable(character))
                line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        while (line.Length > max || (line.Length > 0 && char.IsHighSurrogate(line[^1])))
            line.Length = line.Length > max ? max : line.Length - 1;
        var clean = line.ToString().Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>The same, with the given values and whatever looks like a token, an address or a long number replaced by <c>***</c>.</summary>
    public static string? ForFault(string? text, IEnumerable<string?> confidences, int max = 300)
    {
        var clean = Of(text, ReadAtMost);
        if (clean is null)
            return null;
        foreach (var value in confidences)
        {
            // Very short values (an initial) would blank every message and tell nobody anything.
            if (value?.Trim() is { Length: >= 3 } confidence)
                clean = clean.Replace(confidence, "***", StringComparison.OrdinalIgnoreCase);
        }

        return Of(LongNumber().Replace(Address().Replace(Token().Replace(clean, "***"), "***"), "***"), max);
    }

    /// <summary>The same, stricter: any run of five digits may be a part of somebody's number.</summary>
    public static string? ForCatalogue(string? text, int max) =>
        Of(text, ReadAtMost) is { } clean ? Of(FiveDigits().Replace(ForFault(clean, [], ReadAtMost) ?? "", "***"), max) : null;

    /// <summary>Controls, line and paragraph separators, and the marks that turn the direction of writing.</summary>
    private static bool IsUnprintable(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    [GeneratedRegex(@"eyJ[\w\-.]+|[\w\-+/=.]{40,}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"[\w.\-+%]+@[\w.\-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\+?\d(?:[ \-]?\d){7,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"\+?\d(?:[ \-]?\d){4,}", RegexOptions.CultureInvariant)]
    private static partial Regex FiveDigits();
}

using System.Globalization;
using System.Text;

namespace HrpPortal.Patients;

/// <summary>
/// A name as the search compares it: its words in lower case, without marks over Latin letters, a blank before and after each:
/// <c> asha devi rao </c>. Nothing but letters and digits is left of what was typed.
/// </summary>
internal static class NameKey
{
    public const int MostWords = 6;

    public static string Of(string name) => $" {string.Join(' ', Words(name))} ";

    public static IReadOnlyList<string> Words(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var rune in Whole(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (IsLeftOut(rune)) continue;
            if (Rune.IsLetterOrDigit(rune)) plain.Append(Rune.ToLowerInvariant(rune));
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) plain.Append(rune);
            else plain.Append(' ');
        }

        return plain.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The words by which a name is looked up. Initials come last: nobody is looked up by them alone.</summary>
    public static IReadOnlyList<string> LongestWords(string name) =>
        [.. Words(name).Distinct().OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).Take(MostWords)];

    /// <summary>Accents of Latin letters, apostrophes (D'Souza is dsouza) and the joiners of Indian scripts.</summary>
    private static bool IsLeftOut(Rune rune) => rune.Value is >= 0x0300 and <= 0x036F or '\'' or '`' or 0x2018 or 0x2019 or 0x200C or 0x200D;

    /// <summary>Half a surrogate pair is no text, and Normalize refuses it.</summary>
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune);
        return whole.ToString();
    }
}

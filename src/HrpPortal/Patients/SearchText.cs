using System.Text.RegularExpressions;

namespace HrpPortal.Patients;

/// <summary>A typed text, and what it looks like.</summary>
internal sealed partial record SearchText(SearchKind Kind, string Text)
{
    /// <summary>The digits alone, of a number that may have been written with dashes, blanks and the country's code.</summary>
    public string Digits => string.Concat(Text.Where(char.IsAsciiDigit));

    public static SearchText Of(string typed)
    {
        var text = Blanks().Replace(typed.Trim('\uFEFF', ' ', '\t', '\r', '\n'), " ");
        if (text.Length == 0) return new SearchText(SearchKind.Nothing, "");
        if (text.Contains('{', StringComparison.Ordinal)) return new SearchText(SearchKind.Card, typed);
        if (text.Contains("/share-profile", StringComparison.OrdinalIgnoreCase)) return new SearchText(SearchKind.CounterCode, typed);
        if (text.Contains('@', StringComparison.Ordinal)) return new SearchText(SearchKind.PhrAddress, text);
        if (text.All(letter => char.IsAsciiDigit(letter) || "+- ()".Contains(letter))) return Number(text);
        return new SearchText(text.Any(char.IsAsciiDigit) && !text.Contains(' ', StringComparison.Ordinal) ? SearchKind.HospitalNumber : SearchKind.Name, text);
    }

    private static SearchText Number(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits switch
        {
            { Length: 14 } => new SearchText(SearchKind.AbhaNumber, digits),
            { Length: 10 } => new SearchText(SearchKind.Phone, digits),
            { Length: 11 } when digits[0] == '0' => new SearchText(SearchKind.Phone, digits[1..]),
            { Length: 12 } when digits.StartsWith("91", StringComparison.Ordinal) => new SearchText(SearchKind.Phone, digits[2..]),
            _ => new SearchText(SearchKind.HospitalNumber, text),
        };
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

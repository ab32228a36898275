using System.Text.RegularExpressions;

namespace HrpPortal.Patients;

/// <summary>A typed text, read once: what it looks like, and the keys it may be found by.</summary>
internal sealed partial record SearchText(SearchKind Kind)
{
    private const int MostLetters = 200;

    /// <summary>Words with a letter, of a name; as <see cref="NameKey"/> writes them.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Words of digits among the words of a name, which narrow the search.</summary>
    public IReadOnlyList<string> Narrow { get; private init; } = [];

    /// <summary>A hospital number, if it is one.</summary>
    public string? Number { get; private init; }

    /// <summary>Digits that may be a part of a number or a phone.</summary>
    public string? Digits { get; private init; }

    public string? Phone { get; private init; }

    public string? AbhaNumber { get; private init; }

    /// <summary>A PHR address, or the part of one before the @ sign or a little more.</summary>
    public string? Address { get; private init; }

    public static SearchText Of(string typed)
    {
        var text = Blanks().Replace(typed.Length > MostLetters ? typed[..MostLetters] : typed, " ").Trim();
        if (text.Length == 0) return new SearchText(SearchKind.Nothing);
        var words = NameKey.Words(text);
        if (PhoneNumber.IsWritten(text)) return OfDigits(text);
        var whole = text.Contains(' ', StringComparison.Ordinal) ? null : text.ToLowerInvariant();
        var kind = whole switch
        {
            null => SearchKind.Name,
            _ when AddressShape().IsMatch(whole) && whole.AsSpan().IndexOfAny("@._") >= 0 => SearchKind.PhrAddress,
            _ when whole.Any(char.IsAsciiDigit) => SearchKind.HospitalNumber,
            _ => SearchKind.Name,
        };
        return new SearchText(words.Count == 0 ? SearchKind.Nothing : kind)
        {
            Words = [.. words.Where(word => !word.All(char.IsAsciiDigit)).Distinct().Take(8)],
            Narrow = [.. words.Where(word => word.All(char.IsAsciiDigit)).Take(2)],
            Number = text.Any(char.IsAsciiDigit) ? NumberKey.Of(text) : null,
            Address = whole is not null && AddressShape().IsMatch(whole) && kind != SearchKind.Name ? whole : null,
        };
    }

    private static SearchText OfDigits(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var phone = PhoneNumber.Of(text);
        return new SearchText(digits.Length switch
        {
            0 => SearchKind.Nothing,
            14 => SearchKind.AbhaNumber,
            _ when phone is not null => SearchKind.Phone,
            _ => SearchKind.HospitalNumber,
        })
        {
            Number = digits,
            Digits = digits,
            Phone = phone,
            AbhaNumber = digits.Length == 14 ? digits : null,
        };
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>As far as it is typed: the domain may be missing, or only begun.</summary>
    [GeneratedRegex("^[a-z0-9][a-z0-9_.]+(@[a-z]{0,4})?$")]
    private static partial Regex AddressShape();
}

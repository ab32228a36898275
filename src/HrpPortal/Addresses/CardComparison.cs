using System.Globalization;
using System.Text;
using HrpPortal.Patients;

namespace HrpPortal.Addresses;

/// <summary>How one detail of a card stands to the same detail on file.</summary>
public enum Likeness { Same, Close, Differs, Unknown }

public enum ComparedDetail { Name, Sex, Birth, Mobile }

/// <summary>
/// A card beside a patient, by ABDM's own rule: mobile and sex exact, age within two years, the name sounds alike. What one
/// side does not say is not a difference.
/// </summary>
public sealed record CardComparison(IReadOnlyDictionary<ComparedDetail, Likeness> Details)
{
    public const int YearsApart = 2;

    public IEnumerable<ComparedDetail> Differing => Details.Where(one => one.Value == Likeness.Differs).Select(one => one.Key);

    /// <summary>It may be another person: nothing is taken over without a written reason.</summary>
    public bool NeedsReason => Differing.Any();

    public static CardComparison Of(Patient patient, AbhaCard card) => new(new Dictionary<ComparedDetail, Likeness>
    {
        [ComparedDetail.Name] = Names(patient.Name, card.Name),
        [ComparedDetail.Sex] = card.Gender is not { } gender || gender == Gender.U || patient.Gender == Gender.U ? Likeness.Unknown : Exact(gender == patient.Gender),
        [ComparedDetail.Birth] = Births(patient.BirthDate, card),
        [ComparedDetail.Mobile] = card.Mobile is null || patient.Mobile is null ? Likeness.Unknown : Exact(card.Mobile == patient.Mobile),
    });

    private static Likeness Exact(bool same) => same ? Likeness.Same : Likeness.Differs;

    private static Likeness Births(DateOnly onFile, AbhaCard card)
    {
        if (card.BirthDate == onFile) return Likeness.Same;
        if ((card.BirthDate?.Year ?? card.BirthYear) is not { } year) return Likeness.Unknown;
        if (card.BirthDate is null && year == onFile.Year) return Likeness.Same;
        return Math.Abs(year - onFile.Year) <= YearsApart ? Likeness.Close : Likeness.Differs;
    }

    private static Likeness Names(string onFile, string? onCard)
    {
        if (onCard is null) return Likeness.Unknown;
        var (ours, theirs) = (Words(onFile), Words(onCard));
        if (ours.SequenceEqual(theirs)) return Likeness.Same;
        var (shorter, longer) = ours.Count <= theirs.Count ? (ours, theirs) : (theirs, ours);
        return shorter.All(word => longer.Exists(other => SoundsLike(word, other))) ? Likeness.Close : Likeness.Differs;
    }

    /// <summary>An initial stands for its name: "R" for "Rao".</summary>
    private static bool SoundsLike(string one, string other)
    {
        if (one == other) return true;
        if (one.Length == 1 || other.Length == 1) return one[0] == other[0];
        return Folded(one) == Folded(other);
    }

    /// <summary>Latin spellings of one Indian name become one: Laxmi and Lakshmi, Sree and Shri, Chowdhury and Choudhari.</summary>
    private static string Folded(string word)
    {
        var folded = new StringBuilder();
        foreach (var letter in word.Replace("x", "ks", StringComparison.Ordinal).Replace("oo", "u", StringComparison.Ordinal).Replace("ee", "i", StringComparison.Ordinal))
        {
            var one = letter switch { 'w' => 'v', 'z' => 'j', 'q' or 'c' => 'k', 'y' => 'i', _ => letter };
            if (one == 'h' && folded.Length > 0) continue;
            if (folded.Length == 0 || folded[^1] != one) folded.Append(one);
        }

        return folded.Length > 2 && folded[^1] == 'a' ? folded.ToString(0, folded.Length - 1) : folded.ToString();
    }

    private static List<string> Words(string name) =>
        [.. name.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Split([' ', '.', ',', '-'], StringSplitOptions.RemoveEmptyEntries)];
}

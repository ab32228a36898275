using HrpPortal.Patients;

namespace HrpPortal.Addresses;

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
        [ComparedDetail.Name] = NameMatch.Of(card.Name, patient.Name),
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
}

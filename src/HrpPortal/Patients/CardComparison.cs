namespace HrpPortal.Patients;

public enum CardMatch { Same, Close, Differs, NotKnown }

/// <summary>
/// A card against the patient on file, field by field, by ABDM's rule for returning patients: sex and mobile exactly, age within
/// two years, the name by its sound.
/// </summary>
public sealed record CardComparison(CardMatch Name, CardMatch Gender, CardMatch Birth, CardMatch Mobile, CardMatch AbhaNumber, CardMatch PhrAddress)
{
    public static CardComparison Of(AbhaCard card, Patient patient) => new(
        NameMatch.Of(card.Name, patient.Name),
        Exact(card.Gender is Patients.Gender.U ? null : card.Gender, patient.Gender is Patients.Gender.U ? null : patient.Gender),
        BirthOf(card, patient.BirthDate),
        Exact(card.Mobile, patient.Mobile),
        Exact(card.AbhaNumber, patient.AbhaNumber),
        AddressOf(card.PhrAddress, patient.PhrAddress));

    /// <summary>It may be another person: nobody goes on without saying why.</summary>
    public bool NeedsReason => Gender == CardMatch.Differs || Mobile == CardMatch.Differs;

    public bool IsAllSame => Name == CardMatch.Same && Gender == CardMatch.Same && Birth == CardMatch.Same && Mobile is CardMatch.Same or CardMatch.NotKnown;

    private static CardMatch Exact<T>(T? card, T? patient) => card is null || patient is null ? CardMatch.NotKnown : card.Equals(patient) ? CardMatch.Same : CardMatch.Differs;

    private static CardMatch BirthOf(AbhaCard card, DateOnly birth)
    {
        if (card.BirthDate == birth) return CardMatch.Same;
        if (card.BirthYear is not { } year) return CardMatch.NotKnown;

        // A card with the year only can say no more than that the year is the same.
        if (card.BirthDate is null && year == birth.Year) return CardMatch.Same;
        return Math.Abs(year - birth.Year) <= CardSearch.YearsApart ? CardMatch.Close : CardMatch.Differs;
    }

    private static CardMatch AddressOf(string? card, string? patient)
    {
        if (card is null || patient is null) return CardMatch.NotKnown;
        var (one, other) = (Patients.PhrAddress.Key(card), Patients.PhrAddress.Key(patient));
        return one == other || (!one.Contains('@', StringComparison.Ordinal) && other.StartsWith(one + "@", StringComparison.Ordinal)) ? CardMatch.Same : CardMatch.Differs;
    }
}

using HrpPortal.Addresses;
using HrpPortal.Patients;

namespace HrpPortal.Desk;

/// <summary>Whose card was scanned. A card is nobody's by its name alone: who is found by the name is compared, not taken.</summary>
public sealed class CardFinder(PatientSearch search)
{
    public async Task<CardFound> FindAsync(string hipId, PatientSearchResult scanned, CancellationToken cancellationToken = default)
    {
        if (scanned.Trouble is { } trouble) return new CardFound.Unusable(trouble);
        if (scanned.Card is not { } card) return new CardFound.Unusable(DeskTexts.NotACard);
        var holders = scanned.Rows.Where(row => row.IsExact).ToList();
        if (holders is [var holder]) return new CardFound.Known(holder.Id, card, HasAddress(holder, card));
        if (holders.Count > 1) return new CardFound.Several(card, holders);

        var alike = scanned.Rows.Where(row => CouldBe(row, card)).ToDictionary(row => row.Id);
        foreach (var text in (string?[])[card.Mobile, card.Name])
        {
            if (text is null) continue;
            foreach (var row in (await search.FindAsync(hipId, text, cancellationToken)).Rows.Where(row => CouldBe(row, card))) alike[row.Id] = row;
        }

        // Names that only sound alike stand behind the one that is the card's own, with the card's own day of birth.
        if (alike.Values.Where(row => IsTheOne(row, card)).ToList() is [var namesake]) return new CardFound.Known(namesake.Id, card, HasAddress: false);
        return alike.Values.ToList() switch
        {
            [] => new CardFound.Nobody(card),
            [var one] => new CardFound.Known(one.Id, card, HasAddress: false),
            var several => new CardFound.Alike(card, several),
        };
    }

    private static bool HasAddress(PatientFound row, AbhaCard card) =>
        row.PhrAddress is not null && (card.PhrAddress is null || string.Equals(row.PhrAddress, card.PhrAddress, StringComparison.OrdinalIgnoreCase));

    private static bool IsTheOne(PatientFound row, AbhaCard card) => NameMatch.Of(card.Name, row.Name) == Likeness.Same && card.BirthDate == row.BirthDate;

    private static bool CouldBe(PatientFound row, AbhaCard card) =>
        (card.Gender is not { } gender || row.Gender == gender || row.Gender == Gender.U)
        && ((card.BirthDate?.Year ?? card.BirthYear) is not { } year || Math.Abs(row.BirthDate.Year - year) <= CardComparison.YearsApart);
}

public abstract record CardFound
{
    /// <summary>One patient; when the card's address is not on file yet it is compared first.</summary>
    public sealed record Known(Guid PatientId, AbhaCard Card, bool HasAddress) : CardFound;

    /// <summary>More than one patient has this ABHA: something is wrong in the hospital's file.</summary>
    public sealed record Several(AbhaCard Card, IReadOnlyList<PatientFound> Rows) : CardFound;

    /// <summary>Nobody has this ABHA yet; these could be its holder.</summary>
    public sealed record Alike(AbhaCard Card, IReadOnlyList<PatientFound> Rows) : CardFound;

    public sealed record Nobody(AbhaCard Card) : CardFound;

    public sealed record Unusable(string Why) : CardFound;
}

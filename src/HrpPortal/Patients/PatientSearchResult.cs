namespace HrpPortal.Patients;

/// <summary>What the typed text looks like. It says how the search reads it, not what was found.</summary>
public enum SearchKind { Nothing, Name, Phone, HospitalNumber, AbhaNumber, PhrAddress, Card, CounterCode }

/// <summary>One patient of a search. <paramref name="IsExact"/>: found by a number, phone or address that was given whole.</summary>
public sealed record PatientFound(Guid Id, string Name, Gender Gender, DateOnly BirthDate, string Number, string? Mobile, string? PhrAddress, bool IsExact)
{
    /// <summary>A person must not get into a log by way of this text.</summary>
    public override string ToString() => $"{nameof(PatientFound)} {Id}";
}

/// <param name="Kind">What the text looked like.</param>
/// <param name="Rows">The best first; never more than <see cref="PatientSearch.MostRows"/>.</param>
/// <param name="TooMany">More were found than a list may show: the search must be narrowed, and there are no rows.</param>
/// <param name="Card">The card, when a card was scanned.</param>
/// <param name="Trouble">In words, why what was scanned cannot be used.</param>
public sealed record PatientSearchResult(SearchKind Kind, IReadOnlyList<PatientFound> Rows, bool TooMany, AbhaCard? Card, string? Trouble);

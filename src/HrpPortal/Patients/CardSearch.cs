namespace HrpPortal.Patients;

/// <summary>Patients to a scanned card: those with its number or address; if there are none, those it may belong to.</summary>
internal static class CardSearch
{
    /// <summary>Years that the card and the hospital may differ by; many know their age and not their birthday.</summary>
    public const int YearsApart = 2;

    public static async Task FindAsync(IQueryable<Patient> patients, AbhaCard card, NameWords known, Findings findings, CancellationToken cancellationToken)
    {
        if (card.AbhaNumber is { } number) findings.Add(Exact(await patients.Where(patient => patient.AbhaNumber == number).FirstAsync(cancellationToken)));
        if (card.PhrAddress is { } address) findings.Add(Exact(await KeySearch.AtAddress(patients, address).FirstAsync(cancellationToken)));
        if (findings.Rows.Count > 0 || findings.IsEnd) return;

        var words = NameKey.Words(card.Name ?? "");
        if (card.Mobile is { } mobile) findings.Add(NameRank.Sort(await patients.Where(patient => patient.Mobile == mobile).FirstAsync(cancellationToken), words));
        if (findings.IsEnd || words.Count == 0 || card.BirthYear is not { } year) return;
        var (from, to) = (new DateOnly(year - YearsApart, 1, 1), new DateOnly(year + YearsApart, 12, 31));
        var alike = patients.Where(patient => patient.BirthDate >= from && patient.BirthDate <= to);
        if (card.Gender is { } gender) alike = alike.Where(patient => patient.Gender == gender);
        if (NameSearch.SoundingLike(alike, words, known) is { } query) findings.Add(NameRank.Sort(await query.FirstAsync(cancellationToken), words));
        else findings.Overflow();
    }

    private static List<PatientFound> Exact(IEnumerable<PatientFound> rows) => [.. rows.Select(row => row with { IsExact = true })];
}

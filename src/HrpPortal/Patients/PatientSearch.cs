using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>The one box that takes anything: a name, a phone, a hospital or ABHA number, an address, or a scanned card.</summary>
public sealed class PatientSearch(IDbContextFactory<PortalDb> databases, NameWordBook known, AddressDomain domain)
{
    /// <summary>A search is no list to browse in: who finds more than this must say more.</summary>
    public const int MostRows = 20;

    /// <summary>Finds patients of one facility by whatever was typed or scanned.</summary>
    public async Task<PatientSearchResult> FindAsync(string hipId, string typed, CancellationToken cancellationToken = default)
    {
        if (ScannedText.IsScan(typed)) return await ScannedAsync(hipId, typed, cancellationToken);
        var text = SearchText.Of(typed);
        var findings = new Findings();
        if (text.Kind != SearchKind.Nothing)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await FindAsync(db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId), hipId, text, findings, cancellationToken);
        }

        return new PatientSearchResult(text.Kind, findings.Rows, findings.TooMany, null, null);
    }

    private async Task<PatientSearchResult> ScannedAsync(string hipId, string scanned, CancellationToken cancellationToken)
    {
        switch (AbhaCard.Read(scanned))
        {
            case AbhaCardReading.CounterCode:
                return new PatientSearchResult(SearchKind.CounterCode, [], false, null, PatientsTexts.CounterCodeScanned);
            case AbhaCardReading.NotACard(var why):
                return new PatientSearchResult(SearchKind.Card, [], false, null, CardWords.Of(why));
            case AbhaCardReading.Card(var card):
                return await OfCardAsync(hipId, card, cancellationToken);
            default:
                throw new InvalidOperationException("A reading that nobody foresaw.");
        }
    }

    /// <summary>Whose card, or shared profile, it is or may be.</summary>
    public async Task<PatientSearchResult> OfCardAsync(string hipId, AbhaCard card, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var findings = new Findings();
        var patients = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
        await CardSearch.FindAsync(patients, card, await known.OfAsync(hipId, cancellationToken), findings, cancellationToken);
        return new PatientSearchResult(SearchKind.Card, findings.Rows, findings.TooMany, card.In(domain.Name), null);
    }

    private async Task FindAsync(IQueryable<Patient> patients, string hipId, SearchText text, Findings findings, CancellationToken cancellationToken)
    {
        if (KeySearch.Exact(patients, text) is { } exact)
        {
            findings.Add([.. (await exact.FirstAsync(cancellationToken)).Select(row => row with { IsExact = true }).OrderBy(row => KeyRank(row, text))]);
            if (findings.IsEnd || findings.Rows.Count > 0) return;
        }

        if (KeySearch.Begun(patients, text) is { } begun) findings.Add(await begun.FirstAsync(cancellationToken));
        if (findings.IsEnd || text.Words.Count == 0 || text.Words.Sum(word => word.Length) < 2) return;
        if (text.Narrow is [var digits, ..]) await NarrowedAsync(patients, hipId, text.Words, digits, findings, cancellationToken);
        else await NamedAsync(patients, text.Words, await known.OfAsync(hipId, cancellationToken), findings, cancellationToken);
    }

    /// <summary>What begins so, then any part, then what sounds so: the next only while there is room.</summary>
    private static async Task NamedAsync(IQueryable<Patient> patients, IReadOnlyList<string> words, NameWords all, Findings findings, CancellationToken cancellationToken)
    {
        findings.Add(NameRank.Sort(await NameSearch.Beginning(patients, words, all).FirstAsync(cancellationToken), words));
        foreach (var step in (Func<IQueryable<Patient>, IReadOnlyList<string>, NameWords, IQueryable<Patient>?>[])[NameSearch.Containing, NameSearch.SoundingLike])
        {
            if (findings.IsEnd) return;
            if (step(patients, words, all) is { } query) findings.Add(NameRank.Sort(await query.FirstAsync(cancellationToken), words));
            else findings.Overflow();
        }
    }

    /// <summary>"Ravi Kumar 2345": digits beside a name are the end of the phone or of the number, or the year of birth.</summary>
    private async Task NarrowedAsync(
        IQueryable<Patient> patients, string hipId, IReadOnlyList<string> words, string digits, Findings findings, CancellationToken cancellationToken)
    {
        var ending = await KeySearch.Ending(patients, digits).FirstAsync(cancellationToken, NameRank.MostToRank);
        findings.Add(NameRank.Sort(ending.Where(row => NameRank.Fits(row.Name, words)), words));
        if (findings.IsEnd || digits.Length != 4 || digits[..2] is not ("19" or "20")) return;
        var year = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        await NamedAsync(
            patients.Where(patient => patient.BirthDate >= from && patient.BirthDate <= to), words, await known.OfAsync(hipId, cancellationToken), findings, cancellationToken);
    }

    /// <summary>A hospital number is a better answer than a phone with the same digits.</summary>
    private static int KeyRank(PatientFound row, SearchText text) =>
        NumberKey.Of(row.Number) == text.Number ? 0 : row.Mobile is not null && row.Mobile == text.Phone ? 1 : 2;
}

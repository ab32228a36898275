using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>The one box that takes anything: a name, a phone, a hospital or ABHA number, an address, or a scanned card.</summary>
public sealed class PatientSearch(IDbContextFactory<PortalDb> databases)
{
    /// <summary>A search is no list to browse in: who finds more than this must say more.</summary>
    public const int MostRows = 20;

    public async Task<PatientSearchResult> FindAsync(string hipId, string typed, CancellationToken cancellationToken = default)
    {
        var text = SearchText.Of(typed);
        var card = text.Kind == SearchKind.Card ? AbhaCard.Read(typed) : null;
        if (text.Kind == SearchKind.CounterCode || card is AbhaCardReading.CounterCode)
            return new PatientSearchResult(SearchKind.CounterCode, [], false, null, PatientsTexts.CounterCodeScanned);
        if (card is AbhaCardReading.NotACard(var why)) return new PatientSearchResult(SearchKind.Card, [], false, null, CardWords.Of(why));
        var holder = (card as AbhaCardReading.Card)?.Holder;
        if (text.Kind == SearchKind.Nothing) return new PatientSearchResult(text.Kind, [], false, null, null);

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patients = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
        foreach (var query in (IQueryable<Patient>[])[Exact(patients, text, holder), Part(patients, text)])
        {
            var isExact = holder is not null;
            var found = await query.OrderBy(patient => patient.Name).ThenBy(patient => patient.Number).Take(MostRows + 1).ToListAsync(cancellationToken);
            if (found.Count > MostRows) return new PatientSearchResult(text.Kind, [], true, holder, null);
            if (found.Count > 0 || holder is not null) return new PatientSearchResult(text.Kind, [.. found.Select(one => Row(one, text, isExact))], false, holder, null);
        }

        return new PatientSearchResult(text.Kind, [], false, holder, null);
    }

    private static IQueryable<Patient> Exact(IQueryable<Patient> patients, SearchText text, AbhaCard? card)
    {
        string?[] keys = card is not null ? [card.AbhaNumber, card.PhrAddress] : text.Kind == SearchKind.Name ? [] : [text.Text.ToLowerInvariant()];
        var (first, second) = ($" {keys.FirstOrDefault()} ", $" {keys.LastOrDefault()} ");
        return patients.Where(patient => (first != "  " && (" " + patient.SearchText + " ").Contains(first)) || (second != "  " && (" " + patient.SearchText + " ").Contains(second)));
    }

    private static IQueryable<Patient> Part(IQueryable<Patient> patients, SearchText text) =>
        text.Text.ToLowerInvariant().Split(' ').Take(8).Aggregate(patients, (some, word) => some.Where(patient => patient.SearchText.Contains(word)));

    private static PatientFound Row(Patient patient, SearchText text, bool isExact) => new(
        patient.Id, patient.Name, patient.Gender, patient.BirthDate, patient.Number, patient.Mobile, patient.PhrAddress,
        isExact || ((string?[])[patient.Number, patient.Mobile, patient.AbhaNumber, patient.PhrAddress]).Contains(text.Text, StringComparer.OrdinalIgnoreCase));
}

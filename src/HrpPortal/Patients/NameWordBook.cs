using System.Collections.Concurrent;
using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>
/// The words of each facility's names, in memory. Read whole at the start and now and then; in between it learns from what is
/// registered here at once, and from what other machines registered by looking at the newest patients. What begins with the
/// typed letters is found in the database itself, and therefore always; this is for parts of words and for sounds.
/// </summary>
public sealed class NameWordBook(IDbContextFactory<PortalDb> databases) : IDisposable
{
    private const int MostNewest = 1000;

    private readonly ConcurrentDictionary<string, Page> _pages = new();
    private readonly SemaphoreSlim _reading = new(1, 1);

    internal IReadOnlyCollection<string> Facilities => [.. _pages.Keys];

    /// <summary>All words, also of who was registered a moment ago.</summary>
    internal async Task<NameWords> OfAsync(string hipId, CancellationToken cancellationToken)
    {
        if (!_pages.TryGetValue(hipId, out var page)) page = await ReadAsync(hipId, again: false, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var newest = await Newest(db, hipId, page.Newest).Select(patient => new { patient.Id, patient.NameKey }).ToListAsync(cancellationToken);
        if (newest.Count == 0) return page.Words;
        var id = newest[0].Id;
        return Change(hipId, before => before with { Words = before.Words.With(newest.SelectMany(patient => Split(patient.NameKey))), Newest = Later(before.Newest, id) }).Words;
    }

    /// <summary>Reads a facility's words from all its patients; not <paramref name="again"/>, if that was done before.</summary>
    internal async Task<Page> ReadAsync(string hipId, bool again, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!again && _pages.TryGetValue(hipId, out var there)) return there;
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var patients = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
            var newest = await patients.OrderByDescending(patient => patient.Id).Select(patient => (Guid?)patient.Id).FirstOrDefaultAsync(cancellationToken);
            var counts = new Dictionary<string, int>();
            foreach (var column in PatientData.Words)
            {
                var words = patients.Where(patient => EF.Property<string?>(patient, column) != null).GroupBy(patient => EF.Property<string>(patient, column))
                    .Select(group => new { group.Key, Count = group.Count() });
                await foreach (var word in words.AsAsyncEnumerable().WithCancellation(cancellationToken))
                    counts[word.Key] = counts.GetValueOrDefault(word.Key) + word.Count;
            }

            // What was learned while this was read may not be in it.
            var read = new NameWords(counts);
            return _pages.AddOrUpdate(hipId, _ => new Page(read, newest ?? Guid.Empty, []), (_, page) => new Page(read.With(page.Learned), Later(page.Newest, newest ?? Guid.Empty), []));
        }
        finally
        {
            _reading.Release();
        }
    }

    internal void Learn(Patient patient)
    {
        var words = Split(patient.NameKey);
        if (_pages.ContainsKey(patient.HipId)) Change(patient.HipId, page => page with { Words = page.Words.With(words), Learned = [.. page.Learned, .. words] });
    }

    public void Dispose() => _reading.Dispose();

    private static IQueryable<Patient> Newest(PortalDb db, string hipId, Guid seen)
    {
        var patients = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
        var from = PatientIds.AMinuteBefore(seen);
        return patients.Where(patient => patient.Id > from).OrderByDescending(patient => patient.Id).Take(MostNewest);
    }

    private static string[] Split(string nameKey) => nameKey.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Guid Later(Guid one, Guid other) => one > other ? one : other;

    private Page Change(string hipId, Func<Page, Page> change) => _pages.AddOrUpdate(hipId, _ => change(new Page(NameWords.None, Guid.Empty, [])), (_, page) => change(page));

    /// <param name="Words">The words.</param>
    /// <param name="Newest">The newest patient that was looked at.</param>
    /// <param name="Learned">Words that came since the whole was read.</param>
    internal sealed record Page(NameWords Words, Guid Newest, IReadOnlyList<string> Learned);
}

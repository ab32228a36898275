using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>Lists of link requests: paged by key, so that the hundredth page costs what the first one does, and counted up to a limit.</summary>
public sealed partial class LinkQueries
{
    /// <summary>Three screens of the reception's size. Each row costs each open page two kilobytes.</summary>
    public const int PageSize = 30;

    /// <summary>No tab counts further; "1000+" says enough.</summary>
    public const int MostCounted = 1000;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<LinkRow>> ListAsync(string hipId, LinkFilter filter, int most = PageSize, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, NewestFirst(await PagedAsync(db, hipId, filter, cancellationToken)).Take(most)).ToListAsync(cancellationToken);
    }

    /// <summary>Which requests the list would show now, without what they say.</summary>
    public async Task<IReadOnlyList<Guid>> IdsAsync(string hipId, LinkFilter filter, int most = PageSize, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await NewestFirst(await PagedAsync(db, hipId, filter, cancellationToken)).Take(most).Select(request => request.Id).ToListAsync(cancellationToken);
    }

    /// <summary>How many fit the filter, up to a limit.</summary>
    public async Task<int> CountAsync(string hipId, LinkFilter filter, int most = MostCounted, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Filtered(db, hipId, filter).OrderByDescending(request => request.CreatedAt).Take(most).CountAsync(cancellationToken);
    }

    /// <summary>How many of the filter's requests stand in each state, whatever tab is open; each state up to one more than <see cref="MostCounted"/>.</summary>
    public async Task<IReadOnlyDictionary<LinkState, int>> CountsAsync(string hipId, LinkFilter filter, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counts = new Dictionary<LinkState, int>();
        foreach (var state in Enum.GetValues<LinkState>())
        {
            var count = await Filtered(db, hipId, filter with { States = [state], Before = null })
                .OrderByDescending(request => request.CreatedAt).Take(MostCounted + 1).CountAsync(cancellationToken);
            if (count > 0) counts[state] = count;
        }

        return counts;
    }

    /// <summary>Oldest first: what has waited longest.</summary>
    public async Task<IReadOnlyList<LinkRow>> OldestAsync(string hipId, LinkFilter filter, int most, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, Filtered(db, hipId, filter).OrderBy(request => request.CreatedAt).ThenBy(request => request.Reference).Take(most)).ToListAsync(cancellationToken);
    }

    /// <summary>One page of a file: rows as the list has them, with what only the file shows.</summary>
    public async Task<IReadOnlyList<LinkExportRow>> ExportAsync(string hipId, LinkFilter filter, int most, CancellationToken cancellationToken = default)
    {
        var rows = await ListAsync(hipId, filter, most, cancellationToken);
        var patients = rows.Select(row => row.PatientId).Distinct().ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mobiles = await db.Set<Patient>().Where(patient => patients.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, patient => patient.Mobile, cancellationToken);
        return [.. rows.Select(row => new LinkExportRow(row, mobiles.GetValueOrDefault(row.PatientId)))];
    }

    public async Task<IReadOnlyList<LinkRow>> RowsAsync(string hipId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, db.Set<LinkRequest>().Where(request => ids.Contains(request.Id) && request.HipId == hipId)).ToListAsync(cancellationToken);
    }

    /// <summary>The version that each of these stands at: cheap to ask whether anything changed.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> VersionsAsync(string hipId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<LinkRequest>().Where(request => ids.Contains(request.Id) && request.HipId == hipId)
            .ToDictionaryAsync(request => request.Id, request => request.Version, cancellationToken);
    }

    private static IOrderedQueryable<LinkRequest> NewestFirst(IQueryable<LinkRequest> requests) =>
        requests.OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Reference);

    /// <summary>
    /// What comes after the last row of a page. The moment is a plain bound, which an index understands, and the reference only
    /// tells apart what has the same moment, as requests of one draft have.
    /// </summary>
    private static async Task<IQueryable<LinkRequest>> PagedAsync(PortalDb db, string hipId, LinkFilter filter, CancellationToken cancellationToken)
    {
        var requests = Filtered(db, hipId, filter);
        if (filter.Before is not { Length: > 0 } before) return requests;
        var moment = await db.Set<LinkRequest>().Where(one => one.HipId == hipId && one.Reference == before)
            .Select(one => (DateTime?)one.CreatedAt).SingleOrDefaultAsync(cancellationToken);
        if (moment is not { } at) return requests;
#pragma warning disable CA1309 // It becomes SQL: the database's own order, the one that the list is sorted by.
        return requests.Where(request => request.CreatedAt <= at && (request.CreatedAt < at || string.Compare(request.Reference, before) < 0));
#pragma warning restore CA1309
    }

    private static IQueryable<LinkRequest> Filtered(PortalDb db, string hipId, LinkFilter filter)
    {
        var requests = Shown(db.Set<LinkRequest>().Where(request => request.HipId == hipId), filter.States);
        if (filter.CreatedBy is { } person) requests = requests.Where(request => request.CreatedBy == person);
        if (filter.FromUtc is { } from) requests = requests.Where(request => request.CreatedAt >= from);
        if (filter.SentBeforeUtc is { } until) requests = requests.Where(request => request.CreatedAt < until);
        if (filter.ClosedFromUtc is { } closed) requests = requests.Where(request => request.ClosedAt >= closed);
        if (filter.Text.Trim() is { Length: > 0 } text)
        {
            var lower = text.ToLowerInvariant();
            var reference = text.ToUpperInvariant();
            requests = requests.Where(request => request.Reference == reference
                || db.Set<Patient>().Any(patient => patient.Id == request.PatientId && patient.SearchText.Contains(lower)));
        }

        return requests;
    }

    /// <summary>What <see cref="LinkRow.Shown"/> says of a row, as a question to the store.</summary>
    private static IQueryable<LinkRequest> Shown(IQueryable<LinkRequest> requests, IReadOnlyList<LinkState> states) => states switch
    {
        [] => requests,
        _ when states.Contains(LinkState.Accepted) != states.Contains(LinkState.NoAnswer) => states.Contains(LinkState.Accepted)
            ? requests.Where(request => states.Contains(request.State) && request.Reason != LinkReason.AnswerLate)
            : requests.Where(request => states.Contains(request.State) || (request.State == LinkState.Accepted && request.Reason == LinkReason.AnswerLate)),
        [var state] => requests.Where(request => request.State == state),
        _ => requests.Where(request => states.Contains(request.State)),
    };
}

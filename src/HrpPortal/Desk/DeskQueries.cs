using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Drafts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Desk;

/// <summary>What the desk shows beside the patient: the clerk's own day, and what tells patients of one name apart.</summary>
public sealed class DeskQueries(IDbContextFactory<PortalDb> databases)
{
    private const int MostUnfinished = 5;

    /// <summary>The requests that this person sent since, with where they stand.</summary>
    public async Task<DeskDay> DayAsync(string hipId, string personId, DateTime sinceUtc, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var states = await db.Set<LinkRequest>().Where(request => request.HipId == hipId && request.CreatedBy == personId && request.CreatedAt >= sinceUtc)
            .Select(request => new { request.Id, request.State, Records = request.Items.Count }).ToListAsync(cancellationToken);
        return new DeskDay(
            states.Where(one => one.State == LinkState.Linked).Sum(one => one.Records),
            states.Count(one => one.State == LinkState.NeedsHuman),
            states.Select(one => one.Id).ToHashSet());
    }

    /// <summary>What this person began and did not send; kept for a day.</summary>
    public async Task<IReadOnlyList<UnfinishedRow>> UnfinishedAsync(string hipId, string personId, DateTime sinceUtc, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await (
            from draft in db.Set<Draft>()
            join patient in db.Set<Patient>() on draft.PatientId equals patient.Id
            where draft.PersonId == personId && draft.HipId == hipId && draft.UpdatedAt >= sinceUtc && !db.Set<LinkRequest>().Any(request => request.DraftId == draft.Id)
            orderby draft.UpdatedAt descending
            select new UnfinishedRow(draft.Id, patient.Name, draft.UpdatedAt)).Take(MostUnfinished).ToListAsync(cancellationToken);
    }

    /// <summary>The last visit of each of these patients; who has no record is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateOnly>> LastVisitsAsync(string hipId, IReadOnlyCollection<Guid> patients, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<HealthRecord>().Where(record => record.HipId == hipId && patients.Contains(record.PatientId))
            .GroupBy(record => record.PatientId).Select(group => new { group.Key, Last = group.Max(record => record.Date) })
            .ToDictionaryAsync(one => one.Key, one => one.Last, cancellationToken);
    }
}

public sealed record UnfinishedRow(Guid DraftId, string PatientName, DateTime UpdatedAt);

/// <summary>"Today: 41 linked, 1 needs action."</summary>
public sealed record DeskDay(int LinkedRecords, int NeedsAction, IReadOnlySet<Guid> Requests);

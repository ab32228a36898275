using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>What pages show of links; lists are in LinkQueries.Lists.cs. Nothing here carries a token.</summary>
public sealed partial class LinkQueries(IDbContextFactory<PortalDb> databases)
{
    public async Task<LinkRow?> RowAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, db.Set<LinkRequest>().Where(request => request.Id == id && request.HipId == hipId)).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<LinkDetails?> DetailsAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(hipId, id, cancellationToken) is not { } row) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var contents = await (
            from item in db.Set<LinkItem>()
            join record in db.Set<HealthRecord>() on item.HealthRecordId equals record.Id
            join context in db.Set<CareContext>() on item.CareContextId equals context.Id
            join part in db.Set<LinkContext>() on new { item.LinkRequestId, item.CareContextId } equals new { part.LinkRequestId, part.CareContextId }
            where item.LinkRequestId == id
            orderby context.Reference, record.Date
            select new LinkContent(context.Id, context.Reference, context.Display, part.State, record.Id, record.Title, record.HiType, record.Date))
            .ToListAsync(cancellationToken);
        var attempts = await db.Set<LinkAttempt>().AsNoTracking().Where(attempt => attempt.LinkRequestId == id).OrderBy(attempt => attempt.Number).ToListAsync(cancellationToken);
        var events = await db.Set<LinkEvent>().AsNoTracking().Where(happened => happened.LinkRequestId == id).OrderBy(happened => happened.Seq).ToListAsync(cancellationToken);
        return new LinkDetails(row, contents, attempts, events);
    }

    public async Task<IReadOnlyList<LinkRow>> OfDraftAsync(string hipId, Guid draftId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, db.Set<LinkRequest>().Where(request => request.DraftId == draftId && request.HipId == hipId).OrderBy(request => request.Part))
            .ToListAsync(cancellationToken);
    }

    /// <summary>A patient's care contexts and records, each record with the request that linked it, or the newest that carried it.</summary>
    public async Task<PatientLinks> OfPatientAsync(string hipId, Guid patientId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var contexts = await db.Set<CareContext>().AsNoTracking().Where(context => context.PatientId == patientId && context.HipId == hipId)
            .OrderByDescending(context => context.CreatedAt).ToListAsync(cancellationToken);
        var records = await db.Set<HealthRecord>().AsNoTracking().Where(record => record.PatientId == patientId && record.HipId == hipId)
            .OrderByDescending(record => record.Date).ThenByDescending(record => record.CreatedAt).ToListAsync(cancellationToken);
        var requests = await Rows(db, db.Set<LinkRequest>().Where(request => request.PatientId == patientId && request.HipId == hipId)
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)).ToListAsync(cancellationToken);
        var items = await (
            from item in db.Set<LinkItem>().AsNoTracking()
            join request in db.Set<LinkRequest>() on item.LinkRequestId equals request.Id
            join part in db.Set<LinkContext>() on new { item.LinkRequestId, item.CareContextId } equals new { part.LinkRequestId, part.CareContextId }
            where request.PatientId == patientId
            select new { item.HealthRecordId, item.CareContextId, item.LinkRequestId, item.ReleasedAt, IsLinked = part.State != LinkContextState.Open })
            .ToListAsync(cancellationToken);

        var carriedBy = records.ToDictionary(record => record.Id, record => Carrier(record.Id));
        var onTheirWay = items.Where(item => item.ReleasedAt is null && !item.IsLinked)
            .Where(item => requests.Any(request => request.Id == item.LinkRequestId && request.State != LinkState.Linked))
            .Select(item => item.CareContextId).ToHashSet();
        return new PatientLinks(contexts, records, requests, carriedBy, onTheirWay);

        // Of several requests the one that linked it; and one of several records may be linked while its request is not through.
        LinkRow? Carrier(Guid recordId)
        {
            var of = items.Where(item => item.HealthRecordId == recordId).ToList();
            var linked = requests.FirstOrDefault(request => of.Exists(item => item.LinkRequestId == request.Id && item.IsLinked));
            return linked is null ? requests.FirstOrDefault(request => of.Exists(item => item.LinkRequestId == request.Id)) : linked with { State = LinkState.Linked };
        }
    }

    /// <summary>How many records of these patients no request carries; patients without any are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> NotLinkedAsync(
        string hipId, IReadOnlyCollection<Guid> patients, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<HealthRecord>()
            .Where(record => record.HipId == hipId && patients.Contains(record.PatientId))
            .Where(record => !db.Set<LinkItem>().Any(item => item.HealthRecordId == record.Id && (item.ReleasedAt == null
                || db.Set<LinkContext>().Any(part => part.LinkRequestId == item.LinkRequestId && part.CareContextId == item.CareContextId && part.State != LinkContextState.Open))))
            .GroupBy(record => record.PatientId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(one => one.Key, one => one.Count, cancellationToken);
    }

    private static IQueryable<LinkRow> Rows(PortalDb db, IQueryable<LinkRequest> requests) =>
        from request in requests
        join patient in db.Set<Patient>() on request.PatientId equals patient.Id
        select new LinkRow(
            request.Id, request.Reference, request.State, request.Reason, request.Kind, patient.Id, patient.Name, patient.Number, request.PhrAddress,
            request.Items.Count, request.CreatedAt, request.CreatedByName, request.UpdatedAt, request.AcceptedAt, request.ClosedAt,
            request.NextAttemptAt, request.ErrorCode, request.ErrorMessage)
        {
            CreatedBy = request.CreatedBy,
            Version = request.Version,
            Linked = request.Items.Count(item => request.Contexts.Any(part => part.CareContextId == item.CareContextId && part.State != LinkContextState.Open)),
            InDoubt = request.Attempts.Any(attempt => LinkAttempt.InDoubt.Contains(attempt.State)),
            SentAt = request.Attempts.Where(attempt => attempt.State != AttemptState.Postponed).Min(attempt => (DateTime?)attempt.BegunAt),
        };
}

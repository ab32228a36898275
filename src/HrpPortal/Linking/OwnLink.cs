using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;
using HiType = HrpPortal.CareContexts.HiType;

namespace HrpPortal.Linking;

/// <summary>What a patient linked himself in his app, and proved to be his.</summary>
/// <param name="Id">Of his wish; the same one makes no second request.</param>
/// <param name="Chosen">The care contexts; in v3 each with the kinds of health information that were chosen of it, in v0.5 with none.</param>
public sealed record OwnLink(
    Guid Id, string HipId, GatewayDialect Dialect, Guid PatientId, string PhrAddress, string AddressKey, IReadOnlyDictionary<Guid, IReadOnlySet<HiType>> Chosen)
{
    /// <summary>Lists say this where they name who sent a request.</summary>
    private const string Sender = "ABHA app";

    /// <summary>Requests of staff that hold one of the care contexts for this address.</summary>
    public Task<List<Guid>> HoldersAsync(PortalDb db, CancellationToken cancellationToken) =>
        Held(db).Select(held => held.LinkRequestId).Distinct().ToListAsync(cancellationToken);

    /// <summary>
    /// In the caller's commit: the care contexts become linked, staff's requests that wait for them come to their end, and what no
    /// request holds gets one of its own that is linked from the start, so that it stands wherever links are shown.
    /// </summary>
    /// <param name="holders">Those of <see cref="HoldersAsync"/>.</param>
    /// <returns>The requests that changed or are new.</returns>
    public async Task<IReadOnlyCollection<LinkRequest>> ApplyAsync(
        PortalDb db, IReadOnlyDictionary<Guid, LinkRequest> holders, DateTime now, DateOnly today, CancellationToken cancellationToken)
    {
        var ids = Chosen.Keys.ToArray();
        var contexts = await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).ToListAsync(cancellationToken);
        var held = await Held(db).Select(one => one.CareContextId).ToListAsync(cancellationToken);
        var free = contexts.Where(context => !context.IsLinkedTo(AddressKey) && !held.Contains(context.Id)).ToList();
        var changed = holders.Values.Where(request => request.LinkedByPatient(ids, now)).ToList();
        foreach (var request in holders.Values.Except(changed).Where(request => !request.IsFinal)) request.PatientWasQuicker();
        foreach (var context in contexts) context.MarkLinked(AddressKey, now);
        if (free.Count > 0) changed.Add(await MakeAsync(db, free, now, today, cancellationToken));
        return changed;
    }

    private IQueryable<LinkContext> Held(PortalDb db)
    {
        var ids = Chosen.Keys.ToArray();
        return db.Set<LinkContext>().Where(held =>
            held.HipId == HipId && held.AddressKey == AddressKey && held.Kind == LinkKind.NewCareContexts && held.ReleasedAt == null && ids.Contains(held.CareContextId));
    }

    private async Task<LinkRequest> MakeAsync(PortalDb db, List<CareContext> contexts, DateTime now, DateOnly today, CancellationToken cancellationToken)
    {
        var visits = contexts.Select(context => context.VisitNumber).ToArray();
        var records = await db.Set<HealthRecord>().Where(record => record.PatientId == PatientId && visits.Contains(record.VisitNumber)).ToListAsync(cancellationToken);
        var carried = await CarriedAsync(db, [.. records.Select(record => record.Id)], cancellationToken);
        var request = new LinkRequest
        {
            Id = Guid.CreateVersion7(),
            Reference = LinkReference.New(today),
            HipId = HipId,
            Dialect = Dialect,
            PatientId = PatientId,
            Kind = LinkKind.NewCareContexts,
            PhrAddress = PhrAddress,
            AddressKey = AddressKey,
            DraftId = Id,
            Part = 0,
            CreatedBy = LinkActor.Patient.Id,
            CreatedByName = Sender,
            CreatedAt = now,
        };
        foreach (var context in contexts)
        {
            request.Contexts.Add(new LinkContext { LinkRequestId = request.Id, CareContextId = context.Id, HipId = HipId, AddressKey = AddressKey, Kind = LinkKind.NewCareContexts });
            foreach (var record in records.Where(record => record.VisitNumber == context.VisitNumber && IsChosen(context.Id, record.HiType)))
            {
                // What another request carries, e.g. under the patient's other address, stays with it: this one only shows it.
                var elsewhere = carried.Contains(record.Id);
                if (!elsewhere) record.CareContextId = context.Id;
                request.Items.Add(new LinkItem
                {
                    LinkRequestId = request.Id, HealthRecordId = record.Id, CareContextId = context.Id, IsUpdate = elsewhere, ReleasedAt = elsewhere ? now : null,
                });
            }
        }

        request.LinkedByPatient([.. contexts.Select(context => context.Id)], now);
        db.Add(request);
        return request;
    }

    private static async Task<HashSet<Guid>> CarriedAsync(PortalDb db, Guid[] records, CancellationToken cancellationToken) =>
        [.. await db.Set<LinkItem>().Where(item => records.Contains(item.HealthRecordId) && item.ReleasedAt == null).Select(item => item.HealthRecordId).ToListAsync(cancellationToken)];

    private bool IsChosen(Guid careContext, HiType hiType) => Chosen[careContext] is not { Count: > 0 } kinds || kinds.Contains(hiType);
}

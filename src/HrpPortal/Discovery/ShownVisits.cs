using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using HealthInformation = HrpPortal.CareContexts.HiType;

namespace HrpPortal.Discovery;

/// <summary>Which visits a patient's app is shown, and what it reads of them.</summary>
public sealed class ShownVisits(FacilityDirectory facilities, TimeProvider clock)
{
    /// <summary>The newest; an answer with more would be refused for its size.</summary>
    private const int Most = 100;

    /// <summary>
    /// Visits that are not linked to this address. A visit that has no care context yet gets one here, in the caller's commit:
    /// the reference that the app is told must be the visit's for good.
    /// </summary>
    public async Task<PatientRecords> NotLinkedAsync(PortalDb db, Patient patient, string addressKey, CancellationToken cancellationToken)
    {
        var contexts = await db.Set<CareContext>().Where(context => context.PatientId == patient.Id).ToListAsync(cancellationToken);
        var linked = contexts.Where(context => context.IsLinkedTo(addressKey)).ToList();
        var records = await db.Set<HealthRecord>().AsNoTracking().Where(record => record.PatientId == patient.Id && record.HipId == patient.HipId).ToListAsync(cancellationToken);
        var visits = new List<VisitRecords>();
        var open = records.Where(record => !linked.Exists(context => context.Id == record.CareContextId || context.VisitNumber == record.VisitNumber))
            .GroupBy(record => record.VisitNumber).OrderByDescending(visit => visit.Max(record => record.Date)).Take(Most);
        foreach (var visit in open)
        {
            var display = NewCareContext.ProposedDisplay(visit);
            var context = contexts.Find(one => one.VisitNumber == visit.Key) ?? NewCareContext.Open(db, patient.HipId, patient.Id, visit.Key, display, clock.Utc());

            // One visit of a form that v3 does not take would have the whole answer refused.
            if (V3Text.ContextReference(context.Reference) is not null) continue;

            // Not the text that staff may have given it: nobody has proved yet who he is.
            visits.Add(new VisitRecords(context.Id, context.Reference, display, Kinds(visit)));
        }

        return new PatientRecords(patient.Number, TitleOf(patient.HipId), visits);
    }

    /// <summary>Those that the patient chose and proved to be his.</summary>
    public async Task<PatientRecords> ChosenAsync(PortalDb db, Patient patient, IReadOnlyDictionary<Guid, IReadOnlySet<HealthInformation>> chosen, CancellationToken cancellationToken)
    {
        var ids = chosen.Keys.ToArray();
        var contexts = await db.Set<CareContext>().Where(context => ids.Contains(context.Id)).OrderBy(context => context.Reference).ToListAsync(cancellationToken);
        var numbers = contexts.Select(context => context.VisitNumber).ToArray();
        var records = await db.Set<HealthRecord>().AsNoTracking().Where(record => record.PatientId == patient.Id && numbers.Contains(record.VisitNumber)).ToListAsync(cancellationToken);
        return new PatientRecords(patient.Number, TitleOf(patient.HipId), [.. contexts.Select(context => new VisitRecords(
            context.Id, context.Reference, context.Display,
            chosen[context.Id] is { Count: > 0 } kinds ? [.. kinds.Order()] : Kinds(records.Where(record => record.VisitNumber == context.VisitNumber))))]);
    }

    private static IReadOnlyList<HealthInformation> Kinds(IEnumerable<HealthRecord> records) => [.. records.Select(record => record.HiType).Distinct().Order()];

    /// <summary>As links of staff have it; what ABDM does not take in a text is left out.</summary>
    private string TitleOf(string hipId) =>
        string.Concat($"Records of {facilities.Find(hipId)?.Name ?? "the hospital"}".Select(letter => V3Text.Display(letter.ToString()) is null || letter == ' ' ? letter : ' '));
}

using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Office;

/// <summary>Links by the thousand, as years of work would leave them: written straight into the store, every one linked.</summary>
internal static class ManyLinks
{
    private const int AtOnce = 500;

    /// <returns>Their references, oldest first.</returns>
    public static async Task<IReadOnlyList<string>> MakeAsync(PortalHost portal, Patient patient, int count)
    {
        var references = new List<string>(count);
        var start = portal.Clock.GetUtcNow().UtcDateTime.AddDays(-400);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await using var db = await portal.OpenDbAsync();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var number in chunk)
            {
                // Few a day: a reference tells apart what was sent on the same day.
                var at = start.AddMinutes(number * 50L);
                var context = new CareContext
                {
                    Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, Reference = $"CC-{patient.Number}-{number}", VisitNumber = $"{patient.Number}-{number}",
                    Display = "OPD records", CreatedAt = at,
                };
                var record = new HealthRecord
                {
                    Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, VisitNumber = context.VisitNumber, Date = new DateOnly(2026, 11, 22),
                    HiType = HrpPortal.CareContexts.HiType.OPConsultation, Title = "Consultation note", CreatedAt = at, CareContextId = context.Id,
                };
                var request = Requests.Of(patient, record, context, at);
                var attempt = request.BeginAttempt(Guid.NewGuid(), null, at).RequestId;
                request.AttemptAccepted(attempt, LinkTransition.T3, 202, null, at);
                request.Succeeded(attempt, at);
                db.AddRange(context, record, request);
                references.Add(request.Reference);
            }

            await db.SaveChangesAsync();
        }

        return references;
    }
}

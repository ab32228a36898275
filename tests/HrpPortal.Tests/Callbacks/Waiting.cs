using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>Link requests of one patient that ABDM has accepted and not answered, put into the store without a call.</summary>
internal static class Waiting
{
    /// <param name="ago">How long ago ABDM accepted them.</param>
    public static async Task<List<(Guid Id, Guid RequestId)>> AddAsync(PortalHost portal, int count, TimeSpan ago = default)
    {
        var (now, asked, requests) = (portal.Clock.Utc() - ago, new List<(Guid, Guid)>(), new List<LinkRequest>());
        await using var db = await portal.OpenDbAsync();
        var patient = await portal.PatientAsync();
        for (var i = 0; i < count; i++)
        {
            var record = new HealthRecord
            {
                Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, VisitNumber = $"W-{Guid.NewGuid():N}"[..20], Date = new DateOnly(2026, 11, 22),
                HiType = HrpPortal.CareContexts.HiType.OPConsultation, Title = "Consultation note", CreatedAt = now,
            };
            db.Add(record);
            var context = new CareContext
            {
                Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, Reference = $"CC-{Guid.NewGuid():N}"[..20], VisitNumber = record.VisitNumber,
                Display = "OPD records", CreatedAt = now,
            };
            db.Add(context);
            var request = Requests.Of(patient, record, context, now);
            var requestId = Guid.NewGuid();
            request.BeginAttempt(requestId, null, now);
            request.AttemptAccepted(requestId, LinkTransition.T3, 202, null, now);
            requests.Add(request);
            asked.Add((request.Id, requestId));
        }

        await portal.Services.GetRequiredService<LinkStore>().SubmitAsync(db, requests, CancellationToken.None);
        return asked;
    }
}

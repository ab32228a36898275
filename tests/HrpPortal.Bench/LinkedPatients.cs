using HrpPortal.Access;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>Link requests that ABDM has accepted and not answered, made by the aggregate itself.</summary>
internal static class LinkedPatients
{
    private static readonly LinkActor Clerk = new("bench", "Bench Clerk");

    /// <param name="portal">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="subject">Who sent them, by the subject of their sign-in.</param>
    /// <returns>By request id, the requestId under which ABDM will answer.</returns>
    public static async Task<Dictionary<Guid, Guid>> WaitingAsync(Portal portal, int count, string subject = "bench")
    {
        var now = portal.Services.GetRequiredService<TimeProvider>().Utc();
        await using var db = await portal.OpenDbAsync();
        var sender = new LinkActor(StaffMember.From(StaffCookie.Principal(TimeProvider.System, subject, Clerk.Name!, ["clerk"]))!.Id, Clerk.Name);
        var (requests, asked) = (new List<LinkRequest>(), new Dictionary<Guid, Guid>());
        for (var i = 0; i < count; i++)
        {
            var request = Make(db, Guid.NewGuid().ToString("N")[..12], now, sender);
            var requestId = Guid.NewGuid();
            request.Queue(sender, now);
            request.BeginAttempt(requestId, null, now);
            request.AttemptAccepted(requestId, LinkTransition.T3, 202, null, now);
            requests.Add(request);
            asked[request.Id] = requestId;
        }

        await portal.Services.GetRequiredService<LinkStore>().SubmitAsync(db, requests, CancellationToken.None);
        return asked;
    }

    private static LinkRequest Make(PortalDb db, string number, DateTime now, LinkActor sender)
    {
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = Portal.HipId, Number = number, Name = $"Bench Person {number}", Gender = Gender.F,
            BirthDate = new DateOnly(1980, 1, 1), PhrAddress = $"bench.{number}@sbx", RegisteredAt = now, UpdatedAt = now,
        };
        patient.Index();
        var context = new CareContext
        {
            Id = Guid.CreateVersion7(), HipId = Portal.HipId, PatientId = patient.Id, Reference = $"CC-{number}", VisitNumber = number,
            Display = "OPD records", CreatedAt = now,
        };
        var record = new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = Portal.HipId, PatientId = patient.Id, VisitNumber = number, Date = new DateOnly(2026, 11, 22),
            HiType = HiType.OPConsultation, Title = "Consultation note", CreatedAt = now, CareContextId = context.Id,
        };
        db.AddRange(patient, context, record);
        var id = Guid.CreateVersion7();
        var request = new LinkRequest
        {
            Id = id, Reference = $"B-{number}", HipId = Portal.HipId, Dialect = HrpPortal.Gateway.GatewayDialect.V05, PatientId = patient.Id,
            Kind = LinkKind.NewCareContexts, PhrAddress = patient.PhrAddress, AddressKey = patient.PhrAddress, DraftId = Guid.NewGuid(), Part = 0,
            CreatedBy = sender.Id, CreatedByName = sender.Name!, CreatedAt = now,
        };
        request.Contexts.Add(new LinkContext { LinkRequestId = id, CareContextId = context.Id, HipId = Portal.HipId, AddressKey = request.AddressKey, Kind = request.Kind });
        request.Items.Add(new LinkItem { LinkRequestId = id, HealthRecordId = record.Id, CareContextId = context.Id });
        return request;
    }
}

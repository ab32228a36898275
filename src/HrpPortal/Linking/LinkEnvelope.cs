using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using HealthInformation = HrpPortal.CareContexts.HiType;
using Wire = HrpPortal.Gateway;

namespace HrpPortal.Linking;

/// <summary>A link request as the wire wants it. The same attempt gives the same body, save its timestamp.</summary>
public sealed class LinkEnvelope(IDbContextFactory<PortalDb> databases, TokenVault vault, TimeProvider clock)
{
    /// <param name="request">As it was committed with this attempt, with its care contexts and attempts.</param>
    /// <param name="attempt">The one to be sent, or asked about.</param>
    public async Task<SealedRequest> MakeAsync(LinkRequest request, LinkAttempt attempt, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().Where(one => one.Id == request.PatientId).Select(one => one.Number).SingleAsync(cancellationToken);
        var contextIds = Carried(request, attempt);
        var contexts = await db.Set<CareContext>().AsNoTracking().Where(context => contextIds.Contains(context.Id))
            .OrderBy(context => context.Reference).ToListAsync(cancellationToken);
        var body = request.Kind == LinkKind.NewCareContexts
            ? await AddAsync(db, request, attempt, patient, contexts, cancellationToken)
            : (GatewayRequest)await NotifyAsync(db, request, attempt.RequestId, patient, contexts.Single(), cancellationToken);
        return new SealedRequest(body, PhrAddress.CmId(request.PhrAddress));
    }

    /// <summary>One care context when each goes alone, else all that ABDM is not known to have.</summary>
    private static List<Guid> Carried(LinkRequest request, LinkAttempt attempt) =>
        attempt.CareContextId is { } one
            ? [one]
            : [.. request.Contexts.Where(context => context.State == LinkContextState.Open).Select(context => context.CareContextId)];

    /// <summary>The patient reference is the hospital's stable number, not the care context's (protocol, 5.1): consents repeat it.</summary>
    private async Task<AddContextsRequest> AddAsync(
        PortalDb db, LinkRequest request, LinkAttempt attempt, string patient, List<CareContext> contexts, CancellationToken cancellationToken)
    {
        var token = await db.Set<LinkingToken>().AsNoTracking().SingleAsync(one => one.Id == attempt.LinkingTokenId, cancellationToken);
        var facility = await db.Set<Facility>().AsNoTracking().SingleAsync(one => one.HipId == request.HipId, cancellationToken);
        var linked = contexts.Select(context => new Wire.LinkContext(context.Reference, context.Display)).ToList();
        var link = new ContextLink(vault.Open(token.ProtectedText), new LinkPatient(patient, $"Records of {facility.Name}", linked));
        return new AddContextsRequest(attempt.RequestId, clock.GetUtcNow(), link);
    }

    private async Task<NotifyContextRequest> NotifyAsync(
        PortalDb db, LinkRequest request, Guid requestId, string patient, CareContext context, CancellationToken cancellationToken)
    {
        var records = await (
            from item in db.Set<LinkItem>()
            join record in db.Set<HealthRecord>() on item.HealthRecordId equals record.Id
            where item.LinkRequestId == request.Id
            select new { record.HiType, record.CreatedAt, item.IsUpdate }).ToListAsync(cancellationToken);
        return new NotifyContextRequest(requestId, clock.GetUtcNow(), new ContextNotification(
            new NotifiedPatient(request.PhrAddress),
            new NotifiedContext(patient, context.Reference),
            [.. records.Select(record => record.HiType).Distinct().Order().Select(NameOf)],
            // What is new in a record that was linked before is new as of the request: the record itself is older.
            new DateTimeOffset(records.Max(record => record.IsUpdate ? request.CreatedAt : record.CreatedAt), TimeSpan.Zero),
            new NotifyingHip(request.HipId)));
    }

    private static string NameOf(HealthInformation hiType) => hiType.ToString();
}

/// <summary>A body and the consent manager (X-CM-ID) that it is for.</summary>
public sealed record SealedRequest(GatewayRequest Body, string CmId);

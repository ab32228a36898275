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
    public async Task<SealedRequest> MakeAsync(Guid linkRequestId, Guid requestId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var request = await db.Set<LinkRequest>().AsNoTracking().Include(one => one.Items).Include(one => one.Contexts).Include(one => one.Attempts)
            .AsSplitQuery().SingleAsync(one => one.Id == linkRequestId, cancellationToken);
        var patient = await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == request.PatientId, cancellationToken);
        var contextIds = Carried(request, requestId);
        var contexts = await db.Set<CareContext>().AsNoTracking().Where(context => contextIds.Contains(context.Id))
            .OrderBy(context => context.Reference).ToListAsync(cancellationToken);
        var body = request.Kind == LinkKind.NewCareContexts
            ? await AddAsync(db, request, requestId, patient, contexts, cancellationToken)
            : (GatewayRequest)await NotifyAsync(db, request, requestId, patient, contexts.Single(), cancellationToken);
        return new SealedRequest(body, PhrAddress.CmId(request.PhrAddress));
    }

    /// <summary>One care context when each goes alone, else all that ABDM is not known to have.</summary>
    private static List<Guid> Carried(LinkRequest request, Guid requestId) =>
        request.Attempts.Single(attempt => attempt.RequestId == requestId).CareContextId is { } one
            ? [one]
            : [.. request.Contexts.Where(context => context.State == LinkContextState.Open).Select(context => context.CareContextId)];

    /// <summary>The patient reference is the hospital's stable number, not the care context's (protocol, 5.1): consents repeat it.</summary>
    private async Task<AddContextsRequest> AddAsync(
        PortalDb db, LinkRequest request, Guid requestId, Patient patient, List<CareContext> contexts, CancellationToken cancellationToken)
    {
        var tokenId = request.Attempts.Single(attempt => attempt.RequestId == requestId).LinkingTokenId;
        var token = await db.Set<LinkingToken>().AsNoTracking().SingleAsync(one => one.Id == tokenId, cancellationToken);
        var facility = await db.Set<Facility>().AsNoTracking().SingleAsync(one => one.HipId == request.HipId, cancellationToken);
        var linked = contexts.Select(context => new Wire.LinkContext(context.Reference, context.Display)).ToList();
        var link = new ContextLink(vault.Open(token.ProtectedText), new LinkPatient(patient.Number, $"Records of {facility.Name}", linked));
        return new AddContextsRequest(requestId, clock.GetUtcNow(), link);
    }

    private async Task<NotifyContextRequest> NotifyAsync(
        PortalDb db, LinkRequest request, Guid requestId, Patient patient, CareContext context, CancellationToken cancellationToken)
    {
        var recordIds = request.Items.Select(item => item.HealthRecordId).ToList();
        var records = await db.Set<HealthRecord>().AsNoTracking().Where(record => recordIds.Contains(record.Id)).ToListAsync(cancellationToken);
        return new NotifyContextRequest(requestId, clock.GetUtcNow(), new ContextNotification(
            new NotifiedPatient(request.PhrAddress),
            new NotifiedContext(patient.Number, context.Reference),
            [.. records.Select(record => record.HiType).Distinct().Order().Select(NameOf)],
            new DateTimeOffset(records.Max(record => record.CreatedAt), TimeSpan.Zero),
            new NotifyingHip(request.HipId)));
    }

    private static string NameOf(HealthInformation hiType) => hiType.ToString();
}

/// <summary>A body and the consent manager (X-CM-ID) that it is for.</summary>
public sealed record SealedRequest(GatewayRequest Body, string CmId);

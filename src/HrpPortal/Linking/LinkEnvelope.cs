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
        var tokenId = attempt.LinkingTokenId ?? Guid.Empty;
        var known = await db.Set<Patient>().Where(one => one.Id == request.PatientId)
            .Select(one => new Known(
                one.Number,
                db.Set<Facility>().Where(facility => facility.HipId == request.HipId).Select(facility => facility.Name).First(),
                db.Set<LinkingToken>().Where(token => token.Id == tokenId).Select(token => token.ProtectedText).FirstOrDefault()))
            .SingleAsync(cancellationToken);
        var contextIds = Carried(request, attempt);
        var contexts = await db.Set<CareContext>().AsNoTracking().Where(context => contextIds.Contains(context.Id))
            .OrderBy(context => context.Reference).ToListAsync(cancellationToken);
        GatewayRequest body = (request.Kind, request.Dialect) switch
        {
            (LinkKind.NewCareContexts, GatewayDialect.V05) => Add(attempt, known, contexts),
            (LinkKind.NewCareContexts, _) => await LinkAsync(db, request, attempt, known, contexts, cancellationToken),
            (_, GatewayDialect.V05) => new NotifyContextRequest(
                attempt.RequestId, clock.GetUtcNow(), await NotificationAsync(db, request, known.PatientNumber, contexts.Single(), cancellationToken)),
            _ => new NotifyContextV3Request(
                attempt.RequestId, clock.GetUtcNow(), request.HipId, await NotificationAsync(db, request, known.PatientNumber, contexts.Single(), cancellationToken)),
        };
        return new SealedRequest(body, PhrAddress.CmId(request.PhrAddress));
    }

    /// <summary>One care context when each goes alone, else all that ABDM is not known to have.</summary>
    private static List<Guid> Carried(LinkRequest request, LinkAttempt attempt) =>
        attempt.CareContextId is { } one
            ? [one]
            : [.. request.Contexts.Where(context => context.State == LinkContextState.Open).Select(context => context.CareContextId)];

    /// <summary>The patient reference is the hospital's stable number, not the care context's (protocol, 5.1): consents repeat it.</summary>
    private AddContextsRequest Add(LinkAttempt attempt, Known known, List<CareContext> contexts)
    {
        var linked = contexts.Select(context => new Wire.LinkContext(context.Reference, context.Display)).ToList();
        var link = new ContextLink(TokenOf(known), new LinkPatient(known.PatientNumber, TitleOf(known.FacilityName), linked));
        return new AddContextsRequest(attempt.RequestId, clock.GetUtcNow(), link);
    }

    /// <summary>
    /// By kinds of health information, each with its count, of at most twenty; a care context with records of two kinds stands in
    /// both groups (protocol, 7.4). The ABHA number is repeated exactly when the token was made with it.
    /// </summary>
    private async Task<LinkCareContextRequest> LinkAsync(
        PortalDb db, LinkRequest request, LinkAttempt attempt, Known known, List<CareContext> contexts, CancellationToken cancellationToken)
    {
        var (token, title) = (TokenOf(known), TitleOf(known.FacilityName));
        var kinds = await (
            from item in db.Set<LinkItem>()
            join record in db.Set<HealthRecord>() on item.HealthRecordId equals record.Id
            where item.LinkRequestId == request.Id
            select new { item.CareContextId, record.HiType }).Distinct().ToListAsync(cancellationToken);
        var groups =
            from kind in kinds
            join context in contexts on kind.CareContextId equals context.Id
            orderby kind.HiType, context.Reference
            group new Wire.LinkContext(context.Reference, context.Display) by kind.HiType into ofKind
            from some in ofKind.Chunk(V3Text.MostContexts)
            select new LinkGroup(known.PatientNumber, title, some, NameOf(ofKind.Key));
        return new LinkCareContextRequest(
            attempt.RequestId, clock.GetUtcNow(), request.HipId, token, LinkingTokenClaims.Read(token.Reveal()).AbhaNumber, request.PhrAddress, [.. groups]);
    }

    private Secret TokenOf(Known known) => vault.Open(known.ProtectedToken ?? throw new InvalidOperationException("The attempt has no linking token."));

    /// <summary>What the patient's app shows above the care contexts: the facility, and nothing of the patient.</summary>
    internal static string TitleOf(string facilityName) => $"Records of {facilityName}";

    private static async Task<ContextNotification> NotificationAsync(
        PortalDb db, LinkRequest request, string patient, CareContext context, CancellationToken cancellationToken)
    {
        var records = await (
            from item in db.Set<LinkItem>()
            join record in db.Set<HealthRecord>() on item.HealthRecordId equals record.Id
            where item.LinkRequestId == request.Id
            select new { record.HiType, record.CreatedAt, item.IsUpdate }).ToListAsync(cancellationToken);
        return new ContextNotification(
            new NotifiedPatient(request.PhrAddress),
            new NotifiedContext(patient, context.Reference),
            [.. records.Select(record => record.HiType).Distinct().Order().Select(NameOf)],
            // What is new in a record that was linked before is new as of the request: the record itself is older.
            new DateTimeOffset(records.Max(record => record.IsUpdate ? request.CreatedAt : record.CreatedAt), TimeSpan.Zero),
            new NotifyingHip(request.HipId));
    }

    private static string NameOf(HealthInformation hiType) => hiType.ToString();

    private sealed record Known(string PatientNumber, string FacilityName, string? ProtectedToken)
    {
        public override string ToString() => nameof(Known);
    }
}

/// <summary>A body and the consent manager (X-CM-ID) that it is for.</summary>
public sealed record SealedRequest(GatewayRequest Body, string CmId);

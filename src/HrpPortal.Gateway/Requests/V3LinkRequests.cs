using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>
/// <c>POST /v3/token/generate-token</c> (protocol §7.3): the linking token for name, sex and year of birth; answered at
/// <see cref="CallbackPaths.OnGenerateToken"/>. A refused one must not be sent again by itself: ABDM blocks the address for 24 hours.
/// </summary>
/// <param name="AbhaNumber">14 digits, hyphens or not; absent when the address has none. Given here, it must be given again at the link.</param>
/// <param name="Name">As the PHR profile has it; see <see cref="V3Text.Name"/>.</param>
/// <param name="Gender">M, F, O, D, T or U.</param>
public sealed record GenerateTokenRequest(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string HipId,
    string AbhaAddress,
    [property: JsonPropertyOrder(-1), JsonConverter(typeof(AbhaNumberOnTheWire))] string? AbhaNumber,
    string Name,
    string Gender,
    int YearOfBirth) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.GenerateToken;

    internal override string? PatientId => AbhaAddress;

    internal override IEnumerable<string?> Confidences => [AbhaAddress, AbhaNumber, Name];
}

/// <summary>
/// <c>POST /hip/v3/link/carecontext</c> (protocol §7.4): link new care contexts, one group for each kind of health information;
/// answered at <see cref="CallbackPaths.OnCareContext"/>.
/// </summary>
/// <param name="LinkToken">Header X-LINK-TOKEN, without "Bearer".</param>
/// <param name="AbhaNumber">The one that the token was made with; absent when it was made without.</param>
/// <param name="Patient">An array on the wire, though of one patient.</param>
public sealed record LinkCareContextRequest(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string HipId,
    [property: JsonIgnore] Secret LinkToken,
    [property: JsonConverter(typeof(AbhaNumberOnTheWire))] string? AbhaNumber,
    string AbhaAddress,
    IReadOnlyList<LinkGroup> Patient) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.LinkCareContext;

    internal override string? PatientId => AbhaAddress;

    internal override IEnumerable<KeyValuePair<string, string>> Headers => [.. base.Headers, new("X-LINK-TOKEN", LinkToken.Reveal())];

    internal override IEnumerable<string?> Confidences =>
    [
        LinkToken.Reveal(), AbhaAddress, AbhaNumber, .. LinkGroup.Displays(Patient),
    ];
}

/// <summary>The care contexts of one kind; see <see cref="V3Text"/> for what ABDM takes.</summary>
/// <param name="ReferenceNumber">The facility's own, stable id of the patient.</param>
/// <param name="Display">What the patient sees, e.g. "Records of City Clinic". Nothing clinical.</param>
/// <param name="HiType">One of <see cref="Gateway.HiType.V3"/>.</param>
/// <param name="Count">The number of <paramref name="CareContexts"/>, 1 to 20; another is answered ABDM-1037.</param>
public sealed record LinkGroup(string ReferenceNumber, string Display, IReadOnlyList<LinkContext> CareContexts, string HiType, int Count)
    : Confidential
{
    public LinkGroup(string referenceNumber, string display, IReadOnlyList<LinkContext> careContexts, string hiType)
        : this(referenceNumber, display, careContexts, hiType, careContexts?.Count ?? throw new ArgumentNullException(nameof(careContexts)))
    {
    }

    internal static IEnumerable<string?> Displays(IEnumerable<LinkGroup>? groups) =>
        groups?.SelectMany(group => group.CareContexts.Select(context => context.Display).Prepend(group.Display)) ?? [];
}

/// <summary>
/// <c>POST /hip/v3/link/context/notify</c> (protocol §7.5): more data in a care context that is linked already; answered at
/// <see cref="CallbackPaths.OnContextNotifyV3"/>. In the first seconds after a link ABDM may not know of it yet.
/// </summary>
public sealed record NotifyContextV3Request(Guid RequestId, DateTimeOffset Timestamp, string HipId, ContextNotification Notification)
    : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.ContextNotifyV3;

    internal override string? PatientId => Notification.Patient.Id;

    internal override IEnumerable<string?> Confidences => [Notification.Patient.Id];
}

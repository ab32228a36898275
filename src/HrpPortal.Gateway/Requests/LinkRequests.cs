using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>
/// <c>POST /v0.5/links/link/add-contexts</c>: link new care contexts to the patient's PHR address (protocol §5.1); answered at
/// <see cref="CallbackPaths.OnAddContexts"/>.
/// </summary>
public sealed record AddContextsRequest(Guid RequestId, DateTimeOffset Timestamp, ContextLink Link) : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.AddContexts;

    internal override IEnumerable<string?> Confidences =>
        [Link.AccessToken.Reveal(), Link.Patient.Display, .. Link.Patient.CareContexts.Select(context => context.Display)];
}

/// <param name="AccessToken">The linking token of this patient and facility, without "Bearer".</param>
public sealed record ContextLink([property: JsonConverter(typeof(SecretOnTheWire))] Secret AccessToken, LinkPatient Patient) : Confidential;

/// <param name="ReferenceNumber">The facility's own, stable id of the patient; consent artefacts return it.</param>
/// <param name="Display">What the patient sees, e.g. "Records of City Clinic". Nothing clinical.</param>
/// <param name="CareContexts">At least one; all new contexts of the patient in one call, since the token works once.</param>
public sealed record LinkPatient(string ReferenceNumber, string Display, IReadOnlyList<LinkContext> CareContexts) : Confidential;

/// <param name="ReferenceNumber">The facility's id of the care context: immutable, never reused.</param>
/// <param name="Display">What the patient sees, e.g. "OPD visit on 02-Jun-2022". Nothing clinical.</param>
public sealed record LinkContext(string ReferenceNumber, string Display) : Confidential;

/// <summary>
/// <c>POST /v0.5/links/context/notify</c>: more data in a care context that is linked already (protocol §5.2); needs no linking token;
/// answered at <see cref="CallbackPaths.OnContextNotify"/>.
/// </summary>
public sealed record NotifyContextRequest(Guid RequestId, DateTimeOffset Timestamp, ContextNotification Notification)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.ContextNotify;

    internal override string? PatientId => Notification.Patient.Id;

    internal override IEnumerable<string?> Confidences => [Notification.Patient.Id];
}

/// <param name="HiTypes">Of <see cref="HiType"/>; at least one.</param>
/// <param name="Date">When the data came to be; written in UTC.</param>
public sealed record ContextNotification(
    NotifiedPatient Patient,
    NotifiedContext CareContext,
    IReadOnlyList<string> HiTypes,
    [property: JsonConverter(typeof(GatewayTimeOnTheWire))] DateTimeOffset Date,
    NotifyingHip Hip) : Confidential;

/// <param name="Id">PHR address or ABHA number.</param>
public sealed record NotifiedPatient(string Id) : Confidential;

/// <param name="PatientReference">The patient reference that the care context was linked with.</param>
/// <param name="CareContextReference">The care context's reference.</param>
public sealed record NotifiedContext(string PatientReference, string CareContextReference) : Confidential;

/// <param name="Id">The HIP id of the facility.</param>
public sealed record NotifyingHip(string Id);

/// <summary>Kinds of health information, as both dialects name them.</summary>
public static class HiType
{
    public const string OpConsultation = "OPConsultation";
    public const string Prescription = "Prescription";
    public const string DischargeSummary = "DischargeSummary";
    public const string DiagnosticReport = "DiagnosticReport";
    public const string ImmunizationRecord = "ImmunizationRecord";
    public const string HealthDocumentRecord = "HealthDocumentRecord";
    public const string WellnessRecord = "WellnessRecord";

    /// <summary>v3 only.</summary>
    public const string Invoice = "Invoice";

    public static IReadOnlyList<string> V05 { get; } =
        [OpConsultation, Prescription, DischargeSummary, DiagnosticReport, ImmunizationRecord, HealthDocumentRecord, WellnessRecord];

    public static IReadOnlyList<string> V3 { get; } = [.. V05, Invoice];
}

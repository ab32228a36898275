namespace HrpPortal.CareContexts;

/// <summary>One document of a visit. It reaches the patient's app through the care context it is put into.</summary>
public sealed class HealthRecord
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required Guid PatientId { get; init; }
    public required string VisitNumber { get; init; }
    public required DateOnly Date { get; init; }
    public required HiType HiType { get; init; }
    public required string Title { get; init; }
    public string? Doctor { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Set when a link request takes the record up.</summary>
    public Guid? CareContextId { get; set; }
}

/// <summary>Kinds of health information, as <c>hiTypes</c> of links/context/notify names them.</summary>
public enum HiType
{
    OPConsultation, Prescription, DischargeSummary, DiagnosticReport, ImmunizationRecord, HealthDocumentRecord, WellnessRecord,
}

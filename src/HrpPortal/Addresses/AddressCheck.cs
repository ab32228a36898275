namespace HrpPortal.Addresses;

/// <summary>A person compared an ABHA with a patient and put it on file: who, when, by what, and why in spite of a difference.</summary>
public sealed class AddressCheck
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required Guid PatientId { get; init; }
    public required string AddressKey { get; init; }
    public required AddressWay Way { get; init; }

    /// <summary>What differed, e.g. <c>Sex, Mobile</c>; empty when nothing did.</summary>
    public required string Differed { get; init; }
    public string? Reason { get; init; }
    public required string CheckedBy { get; init; }
    public required string CheckedByName { get; init; }
    public required DateTime CheckedAt { get; init; }
}

/// <summary>How the address came to the desk.</summary>
public enum AddressWay { Card, Typed, Shared }

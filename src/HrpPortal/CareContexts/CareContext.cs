namespace HrpPortal.CareContexts;

/// <summary>
/// What ABDM links: one outpatient visit or one stay. Its reference is the hospital's own, never changed and never used twice.
/// </summary>
public sealed class CareContext
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required Guid PatientId { get; init; }
    public required string Reference { get; init; }
    public required string VisitNumber { get; init; }

    /// <summary>What the patient's app shows: plain ASCII, nothing clinical.</summary>
    public required string Display { get; set; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>When, and under which address, the consent manager came to know it.</summary>
    public DateTime? LinkedAt { get; private set; }
    public string? LinkedAddressKey { get; private set; }
    public int Version { get; private set; }

    public bool IsLinkedTo(string addressKey) => LinkedAt is not null && LinkedAddressKey == addressKey;

    public void MarkLinked(string addressKey, DateTime at)
    {
        if (IsLinkedTo(addressKey)) return;
        (LinkedAt, LinkedAddressKey) = (at, addressKey);
        Version++;
    }
}

namespace HrpPortal.Outbox;

/// <summary>
/// "Somebody must act on this subject at this time." One row a subject; it lives in the same commit as the subject's state,
/// so nothing is sent that was not written down and nothing written down is forgotten.
/// </summary>
public sealed class OutboxMessage
{
    public required string Kind { get; init; }
    public required Guid SubjectId { get; init; }

    /// <summary>What the subject waits on or is ordered by; whoever ends the wait wakes every row of the key.</summary>
    public required string Key { get; set; }
    public required DateTime CreatedAt { get; init; }
    public DateTime DueAt { get; set; }
    public string? LeaseOwner { get; set; }
    public DateTime? LeaseUntil { get; set; }

    /// <summary>Why nobody acts until a person lets it go on; null while it runs by itself.</summary>
    public string? ParkedReason { get; set; }

    /// <summary>Times in a row that the sender broke (a fault of ours, not of the gateway's).</summary>
    public int Failures { get; set; }
    public int Version { get; set; }
}

namespace HrpPortal.Linking;

/// <summary>
/// A record that a request carries, and the care context it goes into. While the request may still succeed it holds the
/// record, so that no second request can carry it (unique among rows without <see cref="ReleasedAt"/>).
/// </summary>
public sealed class LinkItem
{
    public required Guid LinkRequestId { get; init; }
    public required Guid HealthRecordId { get; init; }
    public required Guid CareContextId { get; init; }

    /// <summary>The care context carries the record already: the patient's app is told that there is new data in it. Such an item holds nothing.</summary>
    public bool IsUpdate { get; init; }
    public DateTime? ReleasedAt { get; internal set; }
}

/// <summary>A care context that a request links; held like a record, per facility and address.</summary>
public sealed class LinkContext
{
    public required Guid LinkRequestId { get; init; }
    public required Guid CareContextId { get; init; }
    public required string HipId { get; init; }
    public required string AddressKey { get; set; }
    public required LinkKind Kind { get; init; }
    public LinkContextState State { get; internal set; }
    public DateTime? ReleasedAt { get; internal set; }
}

/// <summary>What ABDM said of one care context; LinkedBefore: it was linked before this request asked (1439, or our own records).</summary>
public enum LinkContextState { Open, Linked, LinkedBefore }

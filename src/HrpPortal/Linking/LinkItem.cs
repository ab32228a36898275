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
    public DateTime? ReleasedAt { get; internal set; }
}

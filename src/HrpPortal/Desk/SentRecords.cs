namespace HrpPortal.Desk;

/// <summary>What the desk sent just now, and of whom.</summary>
public sealed record SentRecords(IReadOnlyList<Guid> Requests, string PatientName, int Records);

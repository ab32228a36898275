namespace HrpPortal.Desk;

/// <summary>What the desk sent just now, and of whom; <paramref name="Hold"/> is how long it waits before it leaves.</summary>
public sealed record SentRecords(IReadOnlyList<Guid> Requests, string PatientName, int Records, TimeSpan Hold);

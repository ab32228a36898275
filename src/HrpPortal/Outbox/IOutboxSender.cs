namespace HrpPortal.Outbox;

/// <summary>
/// Acts on due subjects of one kind. It must be able to start over from any committed state: a lease that ran out means that
/// somebody began and may have come to any point.
/// </summary>
public interface IOutboxSender
{
    string Kind { get; }

    Task SendAsync(OutboxLease lease, CancellationToken cancellationToken);
}

/// <summary>The right to act on a subject until a time; a stale one is refused when it tries to begin.</summary>
public sealed record OutboxLease(string Kind, Guid SubjectId, string Owner, DateTime Until);

/// <summary>Somebody else took the subject over while this sender was stopped.</summary>
public sealed class LeaseLostException() : Exception("The lease on this outbox message was lost.");

namespace HrpPortal.Outbox;

/// <summary>Section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>Seconds a sender may hold a message; longer than any call takes, or two would send at once.</summary>
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>Messages sent at the same time.</summary>
    public int Parallel { get; set; } = 48;

    /// <summary>Milliseconds between looks when nothing wakes the dispatcher.</summary>
    public int PollMilliseconds { get; set; } = 1000;
}

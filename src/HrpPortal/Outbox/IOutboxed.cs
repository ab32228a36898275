namespace HrpPortal.Outbox;

/// <summary>A subject that the outbox acts for: its state says when somebody must look at it again.</summary>
public interface IOutboxed
{
    Guid Id { get; }
    string OutboxKey { get; }
    OutboxWish Wish { get; }

    /// <summary>Goes up with each change of it.</summary>
    int Version { get; }

    /// <summary>Topics of live updates that a change of this subject touches.</summary>
    IEnumerable<string> LiveTopics { get; }
    string LiveState { get; }
}

/// <summary>What the subject's state asks of its outbox row.</summary>
public abstract record OutboxWish
{
    /// <summary>Nothing to do: the row goes.</summary>
    public sealed record None : OutboxWish;

    /// <summary>A sender is at it: the lease stays as it is, and when it runs out another sender takes over.</summary>
    public sealed record InHand : OutboxWish;

    public sealed record Due(DateTime At) : OutboxWish;

    /// <summary>A person must act first.</summary>
    public sealed record Parked(string Reason) : OutboxWish;
}

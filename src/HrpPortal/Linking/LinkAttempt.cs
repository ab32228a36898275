namespace HrpPortal.Linking;

/// <summary>One sending of a link request under one requestId, committed before its bytes leave.</summary>
public sealed class LinkAttempt
{
    /// <summary>The requestId on the wire; the callback answers it in resp.requestId.</summary>
    public required Guid RequestId { get; init; }
    public required Guid LinkRequestId { get; init; }
    public required string HipId { get; init; }
    public required int Number { get; init; }
    public Guid? LinkingTokenId { get; init; }

    /// <summary>The one care context that it carries; null: all that were open.</summary>
    public Guid? CareContextId { get; init; }
    public required DateTime BegunAt { get; init; }

    /// <summary>How often the gateway was asked "did you get it?" under the same requestId.</summary>
    public int Questions { get; internal set; }
    public AttemptState State { get; internal set; }
    public int? HttpStatus { get; internal set; }
    public string? CorrelationId { get; internal set; }
    public string? ErrorCode { get; internal set; }
    public string? ErrorMessage { get; internal set; }
    public DateTime? AcceptedAt { get; internal set; }
    public DateTime? AnsweredAt { get; internal set; }

    /// <summary>The consent manager may have done what it asks: nobody has said yes or no.</summary>
    public bool LeavesDoubt => InDoubt.Contains(State);

    internal static AttemptState[] InDoubt { get; } = [AttemptState.Sending, AttemptState.Unknown, AttemptState.Accepted, AttemptState.Unanswered];
}

public enum AttemptState
{
    Sending, Unknown, Accepted,

    /// <summary>Certainly not taken.</summary>
    Postponed,
    Succeeded, Failed,

    /// <summary>Given up waiting for it, or the gateway itself could not say. A late answer still counts.</summary>
    Unanswered,
}

using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Outbox;

namespace HrpPortal.Linking;

/// <summary>
/// One wish of a clerk: these records, in these care contexts, under this address. It owns its states: each method is one
/// step of the state machine, a repeated step changes nothing, an illegal one throws. Steps of sending are in
/// LinkRequest.Sending.cs, answers of ABDM in LinkRequest.Answers.cs.
/// </summary>
public sealed partial class LinkRequest : IOutboxed
{
    public const int MostAttempts = 8;
    public const int MostTokenRenewals = 2;

    public required Guid Id { get; init; }

    /// <summary>What people read out: L-26K22-7QF4X.</summary>
    public required string Reference { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }
    public required Guid PatientId { get; init; }
    public required LinkKind Kind { get; init; }
    public required string PhrAddress { get; set; }
    public required string AddressKey { get; set; }

    /// <summary>The draft that a person sent, and which part of it: sending it again finds this request.</summary>
    public required Guid DraftId { get; init; }
    public required int Part { get; init; }
    public required string CreatedBy { get; init; }
    public required string CreatedByName { get; init; }
    public required DateTime CreatedAt { get; init; }

    public LinkState State { get; private set; }
    public LinkReason Reason { get; private set; }

    /// <summary>The authentication whose end this request waits for, or whose refusal stopped it.</summary>
    public Guid? AuthenticationId { get; private set; }
    public DateTime? NextAttemptAt { get; private set; }
    public DateTime? AcceptedAt { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public DateTime UpdatedAt { get; private set; }
    public int TokenRenewals { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }
    public int Version { get; private set; }

    public List<LinkContext> Contexts { get; } = [];
    public List<LinkItem> Items { get; } = [];
    public List<LinkAttempt> Attempts { get; } = [];
    public List<LinkEvent> Events { get; } = [];

    public LinkAttempt? CurrentAttempt => Attempts.MaxBy(attempt => attempt.Number);

    public bool IsFinal => State is LinkState.Linked or LinkState.Refused or LinkState.Cancelled or LinkState.NeedsHuman;

    string IOutboxed.OutboxKey => OutboxKeyOf(HipId, AddressKey);

    /// <summary>Requests and permissions of one address at one facility wait on each other under this key.</summary>
    public static string OutboxKeyOf(string hipId, string addressKey) => $"{hipId}|{addressKey}";

    /// <summary>The probe of what was never answered (T15) will be one more due time here, for NoAnswer.</summary>
    OutboxWish IOutboxed.Wish => State switch
    {
        LinkState.Queued or LinkState.WaitRetry or LinkState.Unknown or LinkState.Accepted when NextAttemptAt is { } at => new OutboxWish.Due(at),
        LinkState.Dispatching => new OutboxWish.InHand(),
        LinkState.NeedsHuman => new OutboxWish.Parked(Reason.ToString()),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics =>
        [LiveTopics.One("link", Id), LiveTopics.One("patient", PatientId), LiveTopics.AllOf("links", HipId)];

    string IOutboxed.LiveState => State.ToString();

    /// <summary>T1: committed, and from now on it will be sent whatever happens.</summary>
    public void Queue(LinkActor actor, DateTime now)
    {
        if (Events.Count > 0) return;
        NextAttemptAt = now;
        Move(LinkTransition.T1, LinkState.Queued, actor, now);
    }

    /// <summary>T17: by a person, while nothing is on its way.</summary>
    public bool Cancel(LinkActor actor, DateTime now)
    {
        if (State is LinkState.Cancelled) return false;
        Require(LinkTransition.T17, LinkState.Queued, LinkState.WaitRetry);
        Move(LinkTransition.T17, LinkState.Cancelled, actor, now);
        return true;
    }

    /// <summary>T20: a person mended what was wrong. The address may be a corrected one while nothing was sent under the old.</summary>
    public bool TryAgain(LinkActor actor, string phrAddress, string addressKey, DateTime now)
    {
        if (State is LinkState.Queued) return false;
        Require(LinkTransition.T20, LinkState.NeedsHuman);
        if (Attempts.Count == 0)
        {
            (PhrAddress, AddressKey) = (phrAddress, addressKey);
            foreach (var context in Contexts) context.AddressKey = addressKey;
        }

        (AuthenticationId, NextAttemptAt, TokenRenewals) = (null, now, 0);
        Move(LinkTransition.T20, LinkState.Queued, actor, now);
        return true;
    }

    private void Require(LinkTransition transition, params ReadOnlySpan<LinkState> allowed)
    {
        if (!allowed.Contains(State)) throw new IllegalTransitionException(transition, State);
    }

    private void Move(
        LinkTransition transition, LinkState to, LinkActor actor, DateTime now,
        LinkReason reason = LinkReason.None, Guid? attempt = null, string? code = null, bool contradicts = false)
    {
        Events.Add(new LinkEvent
        {
            LinkRequestId = Id,
            Seq = Events.Count + 1,
            At = now,
            Transition = transition,
            From = Events.Count == 0 ? null : State,
            To = to,
            Actor = actor.Id,
            ActorName = actor.Name,
            AttemptRequestId = attempt,
            Code = code,
            Reason = reason,
            Contradicts = contradicts,
        });
        UpdatedAt = now;
        Version++;
        if (to == State && Events.Count > 1) return;

        (State, Reason) = (to, reason);
        if (to is not (LinkState.Queued or LinkState.WaitRetry or LinkState.Unknown or LinkState.Accepted)) NextAttemptAt = null;
        ClosedAt = IsFinal ? now : null;
        if (to is LinkState.Refused or LinkState.Cancelled) LetGo(now);
    }

    /// <summary>
    /// A refused or cancelled request lets go of its records, so that another may carry them. What a late SUCCESS links
    /// afterwards (T19) is not taken back: the other request will hear 1439 and be linked as well.
    /// </summary>
    private void LetGo(DateTime now)
    {
        foreach (var item in Items) item.ReleasedAt ??= now;
        foreach (var context in Contexts) context.ReleasedAt ??= now;
    }
}

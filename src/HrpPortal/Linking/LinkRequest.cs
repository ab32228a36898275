using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;

namespace HrpPortal.Linking;

/// <summary>
/// One wish of a clerk: these records, in these care contexts, under this address. It owns its states: each method is one
/// step of the state machine, a repeated step changes nothing, an illegal one throws. Steps of sending are in
/// LinkRequest.Sending.cs, the wait for a permission in LinkRequest.Waiting.cs, answers of ABDM in LinkRequest.Answers.cs.
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

    /// <summary>Attempts since something last went forward; <see cref="MostAttempts"/> of them end in a person's hands.</summary>
    public int Tries { get; private set; }
    public int TokenRenewals { get; private set; }

    /// <summary>How often ABDM was asked again after it never answered (T15).</summary>
    public int Probes { get; private set; }

    /// <summary>How often ABDM did not know yet the care context that it was told of (context/notify).</summary>
    public int NotKnownYet { get; private set; }

    /// <summary>Each attempt carries one care context: together they were refused, or never answered, and ABDM does not say which it has.</summary>
    public bool OneByOne { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }
    public int Version { get; private set; }

    /// <summary>How many events there are, and the hash of the last: the next one follows without reading them all.</summary>
    public int Steps { get; private set; }
    public string LastHash { get; private set; } = "";

    public List<LinkContext> Contexts { get; } = [];
    public List<LinkItem> Items { get; } = [];
    public List<LinkAttempt> Attempts { get; } = [];

    /// <summary>To change a request only the new ones are here; pages and checks read them all.</summary>
    public List<LinkEvent> Events { get; } = [];

    /// <summary>The care contexts that this very change made linked: what follows from it belongs into the same commit.</summary>
    public List<LinkContext> JustLinked { get; } = [];

    /// <summary>The consent manager may have linked something that we do not know of.</summary>
    public bool InDoubt => Attempts.Exists(attempt => attempt.LeavesDoubt);

    public LinkAttempt? CurrentAttempt => Attempts.MaxBy(attempt => attempt.Number);

    /// <summary>Nothing of it is on its way: it waits to be sent, for the first time or again.</summary>
    public bool Waits => State is LinkState.Queued or LinkState.WaitRetry or LinkState.NoAnswer;

    public bool IsFinal => State is LinkState.Linked or LinkState.Refused or LinkState.Cancelled or LinkState.NeedsHuman;

    string IOutboxed.OutboxKey => OutboxKeyOf(HipId, AddressKey);

    /// <summary>Requests and permissions of one address at one facility wait on each other under this key.</summary>
    public static string OutboxKeyOf(string hipId, string addressKey) => $"{hipId}|{addressKey}";

    OutboxWish IOutboxed.Wish => State switch
    {
        LinkState.Queued or LinkState.WaitRetry or LinkState.Unknown or LinkState.Accepted or LinkState.NoAnswer when NextAttemptAt is { } at => new OutboxWish.Due(at),
        LinkState.Dispatching => new OutboxWish.InHand(),
        LinkState.NeedsHuman => new OutboxWish.Parked(Reason.ToString()),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics =>
        [LiveTopics.One("link", Id), LiveTopics.One("patient", PatientId), LiveTopics.AllOf("links", HipId)];

    string IOutboxed.LiveState => State.ToString();

    /// <summary>T1: committed, and from now on it will be sent whatever happens; <paramref name="due"/> leaves time to take it back.</summary>
    public void Queue(LinkActor actor, DateTime now, DateTime? due = null)
    {
        if (Steps > 0) return;
        NextAttemptAt = due ?? now;
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

        (AuthenticationId, NextAttemptAt) = (null, now);
        StartCounting();
        Move(LinkTransition.T20, LinkState.Queued, actor, now);
        return true;
    }

    private void Require(LinkTransition transition, params ReadOnlySpan<LinkState> allowed)
    {
        if (!allowed.Contains(State)) throw new IllegalTransitionException(transition, State);
    }

    private void Move(
        LinkTransition transition, LinkState to, LinkActor actor, DateTime now,
        LinkReason reason = LinkReason.None, Guid? attempt = null, string? code = null, bool contradicts = false, Guid? context = null)
    {
        var happened = new LinkEvent
        {
            LinkRequestId = Id,
            Seq = ++Steps,
            At = now,
            Transition = transition,
            From = Steps == 1 ? null : State,
            To = to,
            Actor = actor.Id,
            ActorName = actor.Name,
            AttemptRequestId = attempt,
            Code = code,
            CareContextId = context,
            Reason = reason,
            Contradicts = contradicts,
        };
        Events.Add(happened.After(LastHash));
        LastHash = happened.Hash;
        UpdatedAt = now;
        Version++;
        if (to == State && Steps > 1) return;

        (State, Reason) = (to, reason);
        if (IsFinal || to == LinkState.Dispatching) NextAttemptAt = null;
        ClosedAt = IsFinal ? now : null;
        if (to is LinkState.Refused or LinkState.Cancelled) LetGo(now);
    }

    /// <summary>
    /// A refused or cancelled request lets go of what it did not link, so that another may carry it (its records: LinkStore). What
    /// a late SUCCESS links afterwards (T19) is not taken back: the other request will hear 1439 and be linked as well.
    /// </summary>
    private void LetGo(DateTime now)
    {
        foreach (var context in Contexts.Where(context => context.State == LinkContextState.Open)) context.ReleasedAt ??= now;
    }

    private void StartCounting() => (Tries, TokenRenewals, Probes, NotKnownYet) = (0, 0, 0, 0);
}

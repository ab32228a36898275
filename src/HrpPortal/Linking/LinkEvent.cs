using System.Security.Cryptography;
using System.Text;

namespace HrpPortal.Linking;

/// <summary>What happened, in order and never changed; the last one's <see cref="To"/> is the request's state.</summary>
public sealed class LinkEvent
{
    public required Guid LinkRequestId { get; init; }
    public required int Seq { get; init; }
    public required DateTime At { get; init; }
    public required LinkTransition Transition { get; init; }
    public required LinkState? From { get; init; }
    public required LinkState To { get; init; }

    /// <summary>Who did it: a person's id, "portal" or "ABDM".</summary>
    public required string Actor { get; init; }
    public string? ActorName { get; init; }
    public Guid? AttemptRequestId { get; init; }
    public string? Code { get; init; }

    /// <summary>The care context that it is about, where it is about one of several.</summary>
    public Guid? CareContextId { get; init; }
    public LinkReason Reason { get; init; }

    /// <summary>The answer contradicts what was known (an error after SUCCESS): kept, counted, nothing changed.</summary>
    public bool Contradicts { get; init; }

    /// <summary>Of this event and of the one before it: who changes or removes one in between breaks the chain (I12).</summary>
    public string Hash { get; private set; } = "";

    /// <param name="before">The hash of the event before this one; empty for the first.</param>
    public LinkEvent After(string before)
    {
        Hash = HashAfter(before);
        return this;
    }

    /// <summary>What <see cref="Hash"/> must be; the check of a live store computes it again.</summary>
    public string HashAfter(string before)
    {
        var text = string.Join('\n', before, LinkRequestId, Seq, At.Ticks, Transition, From, To, Actor, ActorName, AttemptRequestId, Code, CareContextId, Reason, Contradicts);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>Who acts: shown on the timeline by name, kept by id.</summary>
public sealed record LinkActor(string Id, string? Name)
{
    public static LinkActor Portal { get; } = new("portal", null);
    public static LinkActor Abdm { get; } = new("ABDM", null);
    public static LinkActor Patient { get; } = new("patient", null);
}

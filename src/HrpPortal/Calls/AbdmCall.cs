using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;

namespace HrpPortal.Calls;

/// <summary>
/// A call that ABDM made of its own accord (a patient looks for records, shares a profile, leaves), and the answer that we owe
/// it: a call of ours, sent after our 202. Committed together with what the call changed.
/// </summary>
public sealed class AbdmCall : IOutboxed
{
    /// <summary>The gateway forgets a call after about so long (protocol, 2): later nobody would hear the answer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }

    /// <summary>Where ABDM called.</summary>
    public required string Path { get; init; }

    /// <summary>ABDM's own requestId; our answer repeats it.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Whom it is about, when we know.</summary>
    public Guid? PatientId { get; init; }
    public required DateTime ReceivedAt { get; init; }

    /// <summary>Where the answer goes, and to which consent manager (X-CM-ID).</summary>
    public required string AnswerPath { get; init; }
    public required string CmId { get; init; }

    /// <summary>The body of the answer, encrypted: it may name a patient.</summary>
    public required byte[] ProtectedAnswer { get; init; }

    public AbdmCallState State { get; private set; }
    public int Tries { get; private set; }
    public DateTime? NextAt { get; private set; }
    public DateTime? AnsweredAt { get; private set; }
    public int? HttpStatus { get; private set; }
    public string? ErrorCode { get; private set; }
    public int Version { get; private set; }

    public string OutboxKey => $"call|{Id:N}";

    OutboxWish IOutboxed.Wish => State switch
    {
        AbdmCallState.Owed when NextAt is { } at => new OutboxWish.Due(at),
        AbdmCallState.Answering => new OutboxWish.InHand(),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics => PatientId is { } patient ? [LiveTopics.One("patient", patient)] : [];

    string IOutboxed.LiveState => State.ToString();

    public void Owe(DateTime now) => (State, NextAt) = (AbdmCallState.Owed, now);

    /// <summary>Counted before a byte leaves. Whoever takes over a broken try sends again: an answer that comes twice does no harm.</summary>
    public void Begin(DateTime now)
    {
        (State, NextAt, Tries) = (AbdmCallState.Answering, null, Tries + 1);
        Version++;
    }

    public void Answered(int httpStatus, DateTime now)
    {
        (State, HttpStatus, AnsweredAt, ErrorCode) = (AbdmCallState.Answered, httpStatus, now, null);
        Version++;
    }

    /// <summary>Again at <paramref name="next"/>, unless ABDM will have forgotten the call by then, or will not have the answer at all.</summary>
    public void NotTaken(int? httpStatus, string? code, DateTime? next)
    {
        (HttpStatus, ErrorCode) = (httpStatus, code);
        (State, NextAt) = next is { } at && at < ReceivedAt + Window ? (AbdmCallState.Owed, next) : (AbdmCallState.GivenUp, (DateTime?)null);
        Version++;
    }
}

public enum AbdmCallState
{
    Owed, Answering, Answered,

    /// <summary>ABDM did not take the answer while it remembered the call.</summary>
    GivenUp,
}

using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;

namespace HrpPortal.Sms;

/// <summary>
/// ABDM was asked to tell a patient without an ABHA address by SMS where the records are (protocol, 5.3 and 7.6). It names the
/// facility and nobody else. Asked for once: what may have been sent is not sent again by itself.
/// </summary>
public sealed class SmsInvitation : IOutboxed
{
    /// <summary>The gateway forgets a call after 5 to 10 minutes: no answer after this means that none will come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>How long an SMS waits for ABDM to be there; the patient has gone home by then.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>Nobody gets a second SMS within this time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }
    public required Guid PatientId { get; init; }

    /// <summary>Ten digits, as they were on file when the clerk pressed.</summary>
    public required string Mobile { get; init; }
    public required string AskedById { get; init; }
    public required string AskedByName { get; init; }
    public required DateTime AskedAt { get; init; }

    public SmsState State { get; private set; }
    public int Tries { get; private set; }

    /// <summary>Of the call that is under way or came through; ABDM's answer names it.</summary>
    public Guid? RequestId { get; private set; }
    public DateTime? NextAt { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }
    public int Version { get; private set; }

    public bool IsOpen => ClosedAt is null;

    public string OutboxKey => $"sms|{Id:N}";

    OutboxWish IOutboxed.Wish => State switch
    {
        SmsState.Asked or SmsState.Accepted when NextAt is { } at => new OutboxWish.Due(at),
        SmsState.Sending => new OutboxWish.InHand(),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics => [LiveTopics.One("patient", PatientId)];

    string IOutboxed.LiveState => State.ToString();

    /// <summary>No second SMS yet: one is on its way, was sent, or may have been sent.</summary>
    public bool Forbids(DateTime now) => IsOpen || (State == SmsState.Sent && ClosedAt + Pause > now);

    public void Ask(DateTime now) => (State, NextAt) = (SmsState.Asked, now);

    /// <summary>Written down before a byte leaves.</summary>
    public void Begin(Guid requestId)
    {
        (State, RequestId, NextAt, Tries) = (SmsState.Sending, requestId, null, Tries + 1);
        Version++;
    }

    /// <summary>ABDM took the call, or may have: from now on its answer is waited for.</summary>
    public void Waits(DateTime now)
    {
        if (State != SmsState.Sending) return;
        (State, NextAt) = (SmsState.Accepted, now + Patience);
        Version++;
    }

    /// <summary>It surely did not get there: again at <paramref name="next"/>, unless that is too late to be of use.</summary>
    public void NotTaken(string? code, string? message, DateTime next, DateTime now)
    {
        if (State is not (SmsState.Sending or SmsState.Asked)) return;
        (State, NextAt) = (SmsState.Asked, next);
        Version++;
        if (next > AskedAt + LongestWait) Refused(code, message, now);
    }

    public void Sent(DateTime now) => Close(SmsState.Sent, null, null, now);

    public void Refused(string? code, string? message, DateTime now) => Close(SmsState.Refused, code, message, now);

    public void NotAnswered(DateTime now) => Close(SmsState.NoAnswer, null, null, now);

    /// <summary>An answer that comes after its time still says what became of it; a second one changes nothing.</summary>
    private void Close(SmsState state, string? code, string? message, DateTime now)
    {
        if (State is SmsState.Sent or SmsState.Refused) return;
        (State, ErrorCode, ErrorMessage, ClosedAt, NextAt) = (state, code, message, now, null);
        Version++;
    }
}

public enum SmsState
{
    /// <summary>To be sent, now or as soon as ABDM is there.</summary>
    Asked,
    Sending,

    /// <summary>ABDM took it and has not said what became of it.</summary>
    Accepted,
    Sent,
    Refused,

    /// <summary>The time for an answer is over: the SMS may have been sent.</summary>
    NoAnswer,
}

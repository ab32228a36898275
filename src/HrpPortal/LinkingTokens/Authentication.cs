using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;

namespace HrpPortal.LinkingTokens;

/// <summary>
/// Asking ABDM for a linking token by demographic authentication. v0.5: users/auth/init → on-init → confirm → on-confirm; v3:
/// token/generate-token → on-generate-token. One is open at a time per facility, dialect and address; the link requests that
/// wait share it. Authentication.Asking.cs has what the patient answers instead: a code, or a touch in the app.
/// </summary>
public sealed partial class Authentication : IOutboxed
{
    public const int MostTries = 8;

    /// <summary>ABDM blocks an address for a day after too many failures (1423; v3: 1027).</summary>
    public static readonly TimeSpan BlockLength = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }
    public required Guid PatientId { get; init; }
    public required string PhrAddress { get; init; }
    public required string AddressKey { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string OutboxKey { get; init; }

    public AuthenticationState State { get; private set; }
    public AuthenticationStep Step { get; private set; }
    public string? TransactionId { get; private set; }
    public DateTime? TransactionExpiresAt { get; private set; }
    public DateTime? NextAt { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }

    /// <summary>ABDM will not hear of this address until then.</summary>
    public DateTime? BlockedUntil { get; private set; }
    public int Version { get; private set; }
    public List<AuthenticationExchange> Exchanges { get; } = [];

    public bool IsOpen => ClosedAt is null;

    /// <summary>ABDM did not take it, or never answered: it is asked again at <see cref="NextAt"/>.</summary>
    public bool IsPutOff(DateTime now) => State == AuthenticationState.Ready && NextAt > now;

    /// <summary>How often it began at the first step: init and the confirm that follows are one try.</summary>
    public int Tries => Exchanges.Count(exchange => exchange.Step == FirstStep);

    public AuthenticationExchange? Current => Exchanges.MaxBy(exchange => exchange.Number);

    OutboxWish IOutboxed.Wish => State switch
    {
        AuthenticationState.Sending when NextAt is null => new OutboxWish.InHand(),
        _ when IsOpen && NextAt is { } at => new OutboxWish.Due(at),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics => [LiveTopics.One("patient", PatientId)];

    string IOutboxed.LiveState => State.ToString();

    public void Begin(DateTime now)
    {
        if (NextAt is null && Exchanges.Count == 0) (State, Step, NextAt) = (AuthenticationState.Ready, FirstStep, now);
    }

    /// <summary>The exchange exists before a byte leaves.</summary>
    public AuthenticationExchange BeginExchange(Guid requestId, DateTime now)
    {
        if (State != AuthenticationState.Ready) throw new InvalidOperationException($"Authentication {Id} is {State}.");
        var exchange = new AuthenticationExchange
        {
            RequestId = requestId,
            AuthenticationId = Id,
            HipId = HipId,
            Number = Exchanges.Count + 1,
            Step = Step,
            Method = Chosen ?? Method,
            BegunAt = now,
        };
        Exchanges.Add(exchange);
        Become(AuthenticationState.Sending, null);
        return exchange;
    }

    /// <summary>
    /// Sent, or perhaps sent: wait for the callback until <paramref name="giveUpAt"/>. Starting over then is harmless:
    /// nothing is linked by asking for a token.
    /// </summary>
    public bool Waits(Guid requestId, int? httpStatus, DateTime giveUpAt)
    {
        var exchange = ExchangeOf(requestId);
        exchange.HttpStatus = httpStatus ?? exchange.HttpStatus;
        if (State != AuthenticationState.Sending || exchange != Current) return false;
        Become(AuthenticationState.Waiting, giveUpAt);
        return true;
    }

    /// <summary>Not taken, or never answered: from the first step again, later.</summary>
    public bool StartOver(Guid requestId, string? code, string? message, DateTime next, DateTime now)
    {
        if (!IsOpen || !IsUnanswered(requestId)) return false;
        (ErrorCode, ErrorMessage) = (code, message);
        if (IsByPerson)
        {
            BackToPerson(now);
            return true;
        }

        if (Tries >= MostTries)
        {
            Close(AuthenticationState.Failed, now);
            return true;
        }

        (Step, TransactionId) = (FirstStep, null);
        Become(AuthenticationState.Ready, next);
        return true;
    }

    /// <summary>Nothing is sent while the gateway is known to be away: no exchange is used up.</summary>
    public bool HeldBack(DateTime next)
    {
        if (State != AuthenticationState.Ready || NextAt == next) return false;
        Become(AuthenticationState.Ready, next);
        return true;
    }

    /// <summary>
    /// on-init: the transaction is open and waits for the details. One that comes late opens nothing here, but the patient may
    /// still find it in the app.
    /// </summary>
    public bool Initiated(Guid requestId, string transactionId, DateTime? expiresAt, DateTime now)
    {
        var exchange = ExchangeOf(requestId);
        if (exchange.AnsweredAt is not null || exchange.Step != AuthenticationStep.Init) return false;
        (exchange.AnsweredAt, exchange.TransactionId) = (now, transactionId);
        if (!IsOpen || exchange != Current) return false;
        (TransactionId, TransactionExpiresAt, Step) = (transactionId, expiresAt, AuthenticationStep.Confirm);
        if (IsByPerson) WaitForPatient(now);
        else Become(AuthenticationState.Ready, now);
        return true;
    }

    /// <summary>on-confirm or on-generate-token with a token. Late truth wins: it is taken even when we had given up. Null: taken already.</summary>
    public LinkingToken? Confirmed(Guid requestId, Guid tokenId, string protectedText, DateTime issuedAt, DateTime expiresAt, DateTime now)
    {
        var exchange = ExchangeOf(requestId);
        if (exchange.Step is AuthenticationStep.Init or AuthenticationStep.FetchModes || exchange.AnsweredAt is not null) return null;
        exchange.AnsweredAt = now;
        if (IsOpen) Close(AuthenticationState.Granted, now);
        return Issue(tokenId, protectedText, issuedAt, expiresAt);
    }

    /// <summary>Refused by ABDM, by callback or at once; nothing is repeated by itself.</summary>
    public bool Refused(Guid requestId, string? code, string? message, DateTime? blockedUntil, DateTime now)
    {
        if (!IsOpen || !IsUnanswered(requestId)) return false;
        Current!.AnsweredAt = now;
        (ErrorCode, ErrorMessage, BlockedUntil) = (code, message, blockedUntil);
        Close(AuthenticationState.Refused, now);
        return true;
    }

    private AuthenticationStep FirstStep =>
        Dialect == GatewayDialect.V3 ? AuthenticationStep.GenerateToken : IsByPerson ? AuthenticationStep.FetchModes : AuthenticationStep.Init;

    private LinkingToken Issue(Guid tokenId, string protectedText, DateTime issuedAt, DateTime expiresAt) => new()
    {
        Id = tokenId,
        HipId = HipId,
        Dialect = Dialect,
        AddressKey = AddressKey,
        ProtectedText = protectedText,
        IssuedAt = issuedAt,
        ExpiresAt = expiresAt,
        AuthenticationId = Id,
    };

    /// <summary>The first answer wins, and only the newest question has one to come that matters.</summary>
    private bool IsUnanswered(Guid requestId) => ExchangeOf(requestId) is { AnsweredAt: null } exchange && exchange == Current;

    private AuthenticationExchange ExchangeOf(Guid requestId) => Exchanges.Single(exchange => exchange.RequestId == requestId);

    private void Close(AuthenticationState state, DateTime now)
    {
        Become(state, null);
        ClosedAt = now;
    }

    private void Become(AuthenticationState state, DateTime? next)
    {
        (State, NextAt) = (state, next);
        if (state != AuthenticationState.NeedsLook) (ProtectedToken, TokenExpiresAt, ProtectedProfile) = (null, null, null);
        Version++;
    }
}

/// <summary>One call of an authentication under one requestId, committed before its bytes leave.</summary>
public sealed class AuthenticationExchange
{
    public required Guid RequestId { get; init; }
    public required Guid AuthenticationId { get; init; }
    public required string HipId { get; init; }
    public required int Number { get; init; }
    public required AuthenticationStep Step { get; init; }
    public AuthenticationMethod? Method { get; init; }

    /// <summary>What on-init opened: the patient's decision in the app names it.</summary>
    public string? TransactionId { get; internal set; }
    public required DateTime BegunAt { get; init; }
    public int? HttpStatus { get; internal set; }
    public DateTime? AnsweredAt { get; internal set; }
}

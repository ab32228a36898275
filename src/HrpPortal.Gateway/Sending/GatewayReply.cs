namespace HrpPortal.Gateway;

/// <summary>What came of one call: taken, or a fault. Taken means written down, nothing more; the outcome comes as a callback.</summary>
public abstract record GatewayReply
{
    private GatewayReply() { }

    /// <summary>Any 2xx.</summary>
    /// <param name="CorrelationId">The gateway's CORRELATION-ID, for the log; at most 128 printable characters.</param>
    public sealed record Accepted(int Status, string? CorrelationId) : GatewayReply
    {
        /// <summary>Of a reading call, e.g. <see cref="ReadServicesV3Request"/>; empty for all others, whatever came.</summary>
        public ReadOnlyMemory<byte> Body { get; init; }
    }

    public sealed record Failed(GatewayFault Fault) : GatewayReply;
}

/// <summary>Why a call was not taken, or may not have been.</summary>
/// <param name="HttpStatus">Absent when no answer came.</param>
/// <param name="Code">ABDM's code as text: <c>2429</c>, <c>900901</c>, <c>ABDM-1035</c>; trailing ": " cut.</param>
/// <param name="Message">Printable, at most 300 characters, without tokens, addresses, long numbers or values of our request.</param>
/// <param name="Endpoint">One of <see cref="GatewayPaths"/>; that of the sessions when no session could be had.</param>
public sealed record GatewayFault(int? HttpStatus, string? Code, string? Message, string Endpoint, FaultKind Kind);

public enum FaultKind
{
    /// <summary>Certainly never arrived: refused, no such host, TLS, no session to be had, circuit open. Safe to send again.</summary>
    NotSent,

    /// <summary>Not sent, and will not be until the operator completes the settings: the address of this dialect is not known.</summary>
    NotSetUp,

    /// <summary>May have arrived: time-out, reset, end of stream, 502/503/504 of the API manager, unreadable answer. Ask with the same requestId.</summary>
    Unknown,

    /// <summary>401/2401 that one renewal of the session did not cure. Not taken.</summary>
    Session,

    /// <summary>
    /// v0.5, 429/2429: this requestId was seen before, or our clock is off (protocol §2); it says nothing of rates. v3, 1064, 1090, 1092
    /// and the like: ABDM has such a request already (protocol §8.4). Do not send again, wait for the callback.
    /// </summary>
    Replayed,

    /// <summary>The gateway itself says that it is in trouble: 500 with 2500/2503/2504, in v3 503 with ABDM-1024 and the like. Not taken.</summary>
    Unavailable,

    /// <summary>400, 403, 404, 413 and the like: the same again will be refused again.</summary>
    Refused,
}

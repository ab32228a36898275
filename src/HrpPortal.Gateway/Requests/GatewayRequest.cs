using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>
/// What every v0.5 body begins with. The requestId is the attempt's own (a nonce; the gateway answers 429/2429 to one it has seen),
/// the timestamp must lie within −1 to +9 minutes of the gateway's clock (protocol §2). Both are the caller's, so that they can be
/// committed before a byte leaves.
/// </summary>
/// <param name="RequestId">Written as a lower-case UUID with hyphens; the callback answers it in <c>resp.requestId</c>.</param>
/// <param name="Timestamp">Written in UTC with milliseconds and Z.</param>
public abstract record GatewayRequest(
    [property: JsonPropertyOrder(-2)] Guid RequestId,
    [property: JsonPropertyOrder(-1), JsonConverter(typeof(GatewayTimeOnTheWire))] DateTimeOffset Timestamp)
{
    /// <summary>Values of this body that no fault message may repeat, should the gateway echo them.</summary>
    [JsonIgnore]
    internal abstract IEnumerable<string?> Confidences { get; }

    /// <summary>The type and the requestId only: a body holds tokens and personal data.</summary>
    public sealed override string ToString() => $"{GetType().Name} {RequestId}";
}

/// <summary>A part of a message that holds personal data: it prints as its type's name.</summary>
public abstract record Confidential
{
    public sealed override string ToString() => $"{GetType().Name} ***";
}

/// <summary>Who asks. The old gateway looks for <c>type</c> before <c>id</c> in the text of the body (protocol §4.1): keep this order.</summary>
public sealed record Requester(string Type, string Id)
{
    public static Requester Hip(string hipId) => new("HIP", hipId);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>
/// One call of ours, in either dialect. It knows where it goes, how it looks on the wire and what of it no log may repeat. Id and
/// time are the caller's, so that they can be committed before a byte leaves.
/// </summary>
/// <param name="RequestId">The attempt's own, a nonce: written as a lower-case UUID with hyphens; the callback answers it.</param>
/// <param name="Timestamp">Written in UTC with milliseconds and Z; must lie within −1 to +9 minutes of the gateway's clock (protocol §2).</param>
public abstract record GatewayRequest([property: JsonIgnore] Guid RequestId, [property: JsonIgnore] DateTimeOffset Timestamp)
{
    [JsonIgnore]
    public abstract GatewayDialect Dialect { get; }

    /// <summary>One of <see cref="GatewayPaths"/>.</summary>
    [JsonIgnore]
    public string Path => Call;

    internal abstract string Call { get; }

    /// <summary>Values of this request that no fault message may repeat, should the gateway echo them.</summary>
    internal abstract IEnumerable<string?> Confidences { get; }

    /// <summary>The patient as the body names him, to be compared with X-CM-ID.</summary>
    internal virtual string? PatientId => null;

    internal virtual HttpMethod Method => HttpMethod.Post;

    /// <summary>Null when the setting that says where this goes is empty.</summary>
    internal virtual Uri? UrlIn(GatewayOptions options) => options.UrlOf(Dialect, Path);

    internal virtual string SettingOfUrl => Dialect == GatewayDialect.V3 ? nameof(GatewayOptions.V3BaseUrl) : nameof(GatewayOptions.BaseUrl);

    /// <summary>Headers of this call besides those that every call has.</summary>
    internal virtual IEnumerable<KeyValuePair<string, string>> Headers => [];

    /// <summary>The body as it goes over the wire.</summary>
    internal virtual byte[]? ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, GetType(), GatewayJson.Wire);

    /// <summary>The type and the requestId only: a body holds tokens and personal data.</summary>
    public sealed override string ToString() => $"{GetType().Name} {RequestId}";
}

/// <summary>
/// Dialect v0.5: the body begins with requestId and timestamp. The gateway answers 429/2429 to a requestId that it has seen
/// (protocol §2); the callback answers it in <c>resp.requestId</c>.
/// </summary>
public abstract record GatewayV05Request(Guid RequestId, DateTimeOffset Timestamp) : GatewayRequest(RequestId, Timestamp)
{
    [JsonIgnore]
    public sealed override GatewayDialect Dialect => GatewayDialect.V05;

    [JsonInclude, JsonPropertyName("requestId"), JsonPropertyOrder(-2)]
    internal Guid BodyRequestId => RequestId;

    [JsonInclude, JsonPropertyName("timestamp"), JsonPropertyOrder(-1), JsonConverter(typeof(GatewayTimeOnTheWire))]
    internal DateTimeOffset BodyTimestamp => Timestamp;
}

/// <summary>
/// Dialect v3: id and time are the headers REQUEST-ID and TIMESTAMP, and nothing of them stands in the body (protocol §7.1). The
/// callback answers the id in <c>response.requestId</c>, here and there in <c>resp.requestId</c>.
/// </summary>
/// <param name="HipId">Header X-HIP-ID; absent on calls that are not a facility's.</param>
public abstract record GatewayV3Request(Guid RequestId, DateTimeOffset Timestamp, [property: JsonIgnore] string? HipId)
    : GatewayRequest(RequestId, Timestamp)
{
    [JsonIgnore]
    public sealed override GatewayDialect Dialect => GatewayDialect.V3;

    internal override IEnumerable<KeyValuePair<string, string>> Headers => HipId is null ? [] : [new("X-HIP-ID", HipId)];
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

using System.Text.Json.Nodes;

namespace HrpPortal.Gateway;

/// <summary>
/// A request whose body was made and kept earlier, as <see cref="BodyOf"/> gave it: sent with an id and a time of
/// now, because each HTTP request has its own (protocol §2).
/// </summary>
/// <param name="SpokenDialect">In which the body was made.</param>
/// <param name="AnswerPath">Where it goes: the path that the request had.</param>
/// <param name="HipId">Header X-HIP-ID of v3.</param>
/// <param name="Json">The body; a v0.5 body's old requestId and timestamp are replaced.</param>
public sealed record KeptRequest(
    Guid RequestId, DateTimeOffset Timestamp, GatewayDialect SpokenDialect, string AnswerPath, string HipId, ReadOnlyMemory<byte> Json) : GatewayRequest(RequestId, Timestamp)
{
    public override GatewayDialect Dialect => SpokenDialect;

    /// <summary>What there is to keep of a request.</summary>
    public static byte[] BodyOf(GatewayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ToJson() ?? throw new ArgumentException($"{request.GetType().Name} has no body.", nameof(request));
    }

    internal override string Call => AnswerPath;

    internal override IEnumerable<KeyValuePair<string, string>> Headers => SpokenDialect == GatewayDialect.V3 ? [new("X-HIP-ID", HipId)] : [];

    /// <summary>What the body holds is not known here: none of its texts may be repeated.</summary>
    internal override IEnumerable<string?> Confidences => Texts(Parsed());

    internal override byte[] ToJson()
    {
        var body = Parsed();
        if (SpokenDialect == GatewayDialect.V05) (body["requestId"], body["timestamp"]) = (RequestId.ToString(), GatewayTime.Format(Timestamp));
        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString(GatewayJson.Wire.Options));
    }

    private JsonObject Parsed() => JsonNode.Parse(Json.Span)!.AsObject();

    private static IEnumerable<string?> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}

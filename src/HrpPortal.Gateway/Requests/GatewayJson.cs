using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>Our bodies as JSON, generated at build time: camelCase, absent members left out, texts as they are (no \u002B for a plus).</summary>
[JsonSerializable(typeof(FetchAuthModesRequest))]
[JsonSerializable(typeof(InitAuthRequest))]
[JsonSerializable(typeof(ConfirmAuthRequest))]
[JsonSerializable(typeof(AddContextsRequest))]
[JsonSerializable(typeof(NotifyContextRequest))]
[JsonSerializable(typeof(GenerateTokenRequest))]
[JsonSerializable(typeof(LinkCareContextRequest))]
[JsonSerializable(typeof(NotifyContextV3Request))]
[JsonSerializable(typeof(AcknowledgeAuthRequest))]
[JsonSerializable(typeof(AcknowledgePatientStatusRequest))]
[JsonSerializable(typeof(AnswerDiscoveryRequest))]
[JsonSerializable(typeof(AnswerLinkInitRequest))]
[JsonSerializable(typeof(AnswerLinkConfirmRequest))]
[JsonSerializable(typeof(AnswerShareRequest))]
[JsonSerializable(typeof(AnswerShareV1Request))]
[JsonSerializable(typeof(AcknowledgeConsentRequest))]
[JsonSerializable(typeof(AcknowledgeDataRequest))]
[JsonSerializable(typeof(AnswerDiscoveryV3Request))]
[JsonSerializable(typeof(AnswerLinkInitV3Request))]
[JsonSerializable(typeof(AnswerLinkConfirmV3Request))]
[JsonSerializable(typeof(AnswerShareV3Request))]
[JsonSerializable(typeof(AcknowledgeConsentV3Request))]
[JsonSerializable(typeof(AcknowledgeDataV3Request))]
[JsonSerializable(typeof(SmsNotifyRequest))]
[JsonSerializable(typeof(SmsNotifyV3Request))]
[JsonSerializable(typeof(SetBridgeUrlRequest))]
[JsonSerializable(typeof(SetBridgeUrlV3Request))]
[JsonSerializable(typeof(SetServicesV3Request))]
[JsonSerializable(typeof(IReadOnlyList<BridgeService>))]
[JsonSerializable(typeof(SessionRequest))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    public static GatewayJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>Times as <see cref="GatewayTime"/> has them.</summary>
internal sealed class GatewayTimeOnTheWire : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        GatewayTime.TryParse(reader.GetString(), out var time) ? time : throw new JsonException("Not a time.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(GatewayTime.Format(value));
}

/// <summary>An ABHA number as v3 wants it: a JSON number of 14 digits. Hyphens are left out: with them ABDM answers 400 and nothing (protocol §7.4).</summary>
internal sealed class AbhaNumberOnTheWire : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt64().ToString(CultureInfo.InvariantCulture) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var digits = value.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && digits.Length == 14)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value); // Not ours to mend: ABDM says what is wrong with it.
    }
}

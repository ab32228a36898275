using System.Text.Json;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Sandbox.Gateway.Rules;

namespace HrpPortal.Sandbox.V05;

/// <summary>What a facility answers to the consent manager in v0.5 (protocol §4.4, §5.4, §6).</summary>
internal static class AnswerContract
{
    private static readonly Rule Number = (value, at) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out _) ? null : $"{at} must be an integer";
    private static readonly Field Error = new("error", NullOr(Object(new("code", Number), new("message", Text))), Required: false);
    private static readonly Field Resp = new("resp", Object(new Field("requestId", Uuid)));
    private static readonly Rule CareContexts = ListOf(Object(new("referenceNumber", Text), new("display", Text)));

    private static readonly Rule Ok = Object(new Field("status", OneOf("OK")));

    public static readonly Rule AuthOnNotify = Answer(new("acknowledgement", NullOr(Ok), Required: false), Error, Resp);

    /// <summary>Spelled as in the official contract, and only there (protocol §5.4).</summary>
    public static readonly Rule StatusOnNotify = Answer(new("acknowledgment", Ok), Error, Resp with { Required = false });

    public static readonly Rule OnDiscover = Answer(
        new("transactionId", Uuid),
        new("patient", NullOr(Object(
            new("referenceNumber", Text), new("display", Text), new("careContexts", CareContexts),
            new("matchedBy", ListOf(OneOf("MR", "MOBILE", "NDHM_HEALTH_NUMBER", "HEALTH_ID")), Required: false))), Required: false),
        Error, Resp).And(OneOfTwo("patient"));

    public static readonly Rule OnLinkInit = Answer(
        new("transactionId", Uuid),
        new("link", NullOr(Object(
            new("referenceNumber", Text),
            new("authenticationType", OneOf("DIRECT", "MEDIATED")),
            new("meta", NullOr(Object(
                new("communicationMedium", OneOf("MOBILE", "EMAIL")), new("communicationHint", Text, Required: false), new("communicationExpiry", Rules.DateTime, Required: false))), Required: false))), Required: false),
        Error, Resp).And(OneOfTwo("link"));

    public static readonly Rule OnLinkConfirm = Answer(
        new("patient", NullOr(Object(new("referenceNumber", Text), new("display", Text), new("careContexts", CareContexts))), Required: false),
        Error, Resp).And(OneOfTwo("patient"));

    public static readonly Rule OnShare = Answer(new("acknowledgement", Object(new("status", OneOf("SUCCESS", "FAILURE")), new("healthId", Text))), Error, Resp);

    public static readonly Rule OnShareV1 = Answer(
        new("acknowledgement", Object(new("status", OneOf("SUCCESS", "FAILURE")), new("healthId", Text), new("tokenNumber", Text))), Error, Resp);

    public static readonly Rule ConsentOnNotify = Answer(
        new("acknowledgement", NullOr(Object(new("status", OneOf("OK", "UNKNOWN")), new("consentId", Text))), Required: false), Error, Resp).And(OneOfTwo("acknowledgement"));

    public static readonly Rule DataOnRequest = Answer(
        new("hiRequest", NullOr(Object(new("transactionId", Uuid), new("sessionStatus", OneOf("ACKNOWLEDGED")))), Required: false), Error, Resp).And(OneOfTwo("hiRequest"));

    private static Rule Answer(params Field[] fields) => Object([new("requestId", Uuid), new("timestamp", Text), .. fields]);

    /// <summary>Either the payload or an error, never both and never none.</summary>
    private static Rule OneOfTwo(string payload) => (value, at) =>
        Has(value, payload) != Has(value, "error") ? null : $"{payload} or error must be there, and only one of them";

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out var one) && one.ValueKind is not JsonValueKind.Null;
}

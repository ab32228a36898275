using System.Text.Json;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Sandbox.V3.V3Rules;

namespace HrpPortal.Sandbox.V3;

/// <summary>What a facility answers to the consent manager in v3 (protocol §6, and the collection's own requests).</summary>
internal static class V3AnswerContract
{
    private static readonly Field Error = new("error", Rules.NullOr(Object(new("code", Text), new("message", Text))), Required: false);
    private static readonly Field Response = new("response", Object(new Field("requestId", Rules.Uuid)));

    private static readonly Rule Groups = ListOf(Object(
        new("referenceNumber", Text), new("display", Text),
        new("careContexts", ListOf(Object(new("referenceNumber", Text), new("display", Text)))),
        new("hiType", HiType), new("count", Integer(1, 10_000))).And(Counted)).And((value, at) => value.GetArrayLength() == 0 ? $"{at} must not be empty" : null);

    public static readonly Rule OnDiscover = Answer(
        "patient", new("transactionId", Rules.Uuid), new("patient", Rules.NullOr(Groups), Required: false), new("matchedBy", Rules.NullOr(ListOf(Text)), Required: false));

    /// <summary>Kind and expiry are looked at apart: they are refused in a list.</summary>
    public static readonly Rule OnLinkInit = Answer(
        "link",
        new("transactionId", Rules.Uuid),
        new("link", Rules.NullOr(Object(
            new("referenceNumber", Text), new("authenticationType", AnyText),
            new("meta", Object(new("communicationMedium", OneOf("MOBILE", "EMAIL")), new("communicationHint", AnyText, Required: false), new("communicationExpiry", AnyText))))), Required: false));

    public static readonly Rule OnLinkConfirm = Answer("patient", new Field("patient", Rules.NullOr(Groups), Required: false));

    public static readonly Rule OnShare = Answer("acknowledgement", new Field("acknowledgement", Rules.NullOr(Object(
        new("status", OneOf("SUCCESS")), new("abhaAddress", Text),
        new("profile", Object(new("context", Text), new("tokenNumber", Text), new("expiry", Text))))), Required: false));

    public static readonly Rule ConsentOnNotify = Answer(
        "acknowledgement", new Field("acknowledgement", Rules.NullOr(Object(new("status", OneOf("OK", "UNKNOWN")), new("consentId", Text))), Required: false));

    public static readonly Rule DataOnRequest = Answer(
        "hiRequest", new Field("hiRequest", Rules.NullOr(Object(new("transactionId", Rules.Uuid), new("sessionStatus", OneOf("ACKNOWLEDGED")))), Required: false));

    private static Rule Answer(string payload, params Field[] fields) => Object([.. fields, Error, Response]).And((value, at) =>
        Has(value, payload) != Has(value, "error") ? null : $"{payload} or error must be there, and only one of them");

    private static string? Counted(JsonElement group, string at) =>
        group.GetProperty("count").GetInt32() == group.GetProperty("careContexts").GetArrayLength() ? null : $"{at}.count must be the number of care contexts";

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out var one) && one.ValueKind is not JsonValueKind.Null;
}

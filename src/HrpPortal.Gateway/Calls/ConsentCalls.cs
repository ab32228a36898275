using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// A consent to give data was granted, or ended (protocol §6); alike in both dialects save the envelope. Answer with
/// <see cref="AcknowledgeConsentRequest"/> or <see cref="AcknowledgeConsentV3Request"/>. For example:
/// <code>{"notification":{"status":"GRANTED","consentId":"…","consentDetail":{"patient":{"id":"x@sbx"},"careContexts":[{"patientReference":"P-1","careContextReference":"CC-1"}],"purpose":{"text":"…","code":"PATRQT"},"hip":{"id":"IN07…"},"hiTypes":["Prescription"],"permission":{"accessMode":"VIEW","dateRange":{"from":"…","to":"…"},"dataEraseAt":"…"}},"signature":"…"}}</code>
/// </summary>
/// <param name="Status">E.g. <c>GRANTED</c>, <c>REVOKED</c>, <c>EXPIRED</c>, as it came.</param>
/// <param name="Detail">Of a grant; absent when a consent ended.</param>
public sealed record ConsentNotify(
    string? RequestId, DateTimeOffset? Timestamp, string? Status, string? ConsentId, ConsentDetail? Detail, string? Signature)
    : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ConsentNotify? call) => TryRead(utf8, Read, out call);

    private static ConsentNotify Read(JsonElement root, Envelope envelope)
    {
        var notification = WireParts.Object(root, "notification"u8) ?? default;
        var detail = WireParts.Object(notification, "consentDetail"u8);
        return new ConsentNotify(
            envelope.Id,
            envelope.Time,
            JsonText.Text(notification, "status"u8),
            JsonText.Text(notification, "consentId"u8) ?? (detail is { } inside ? JsonText.Text(inside, "consentId"u8) : null),
            detail is { } given ? ConsentDetail.Read(given) : null,
            JsonText.Text(notification, "signature"u8));
    }
}

/// <param name="PatientId">The address.</param>
/// <param name="PurposeCode">E.g. <c>CAREMGT</c>; <c>PATRQT</c> is the patient's own app.</param>
/// <param name="HiTypes">Unknown ones kept.</param>
public sealed record ConsentDetail(
    string? PatientId,
    string? HipId,
    DateTimeOffset? CreatedAt,
    string? PurposeCode,
    string? PurposeText,
    IReadOnlyList<string> HiTypes,
    IReadOnlyList<NotifiedContext> CareContexts,
    string? AccessMode,
    DateTimeOffset? From,
    DateTimeOffset? To,
    DateTimeOffset? EraseAt) : Confidential
{
    internal static ConsentDetail Read(JsonElement detail)
    {
        var purpose = WireParts.Object(detail, "purpose"u8) ?? default;
        var permission = WireParts.Object(detail, "permission"u8) ?? default;
        var range = WireParts.Object(permission, "dateRange"u8) ?? default;
        return new ConsentDetail(
            JsonText.Text(WireParts.Object(detail, "patient"u8) ?? default, "id"u8),
            JsonText.Text(WireParts.Object(detail, "hip"u8) ?? default, "id"u8),
            WireParts.Time(detail, "createdAt"u8),
            JsonText.Text(purpose, "code"u8),
            JsonText.Text(purpose, "text"u8),
            WireParts.Texts(detail, "hiTypes"u8),
            WireParts.Objects(detail, "careContexts"u8, Context),
            JsonText.Text(permission, "accessMode"u8),
            WireParts.Time(range, "from"u8),
            WireParts.Time(range, "to"u8),
            WireParts.Time(permission, "dataEraseAt"u8));
    }

    private static NotifiedContext? Context(JsonElement context) =>
        JsonText.Text(context, "careContextReference"u8) is { } reference
            ? new NotifiedContext(JsonText.Text(context, "patientReference"u8) ?? "", reference)
            : null;
}

/// <summary>
/// Somebody with a consent asks for data (protocol §6); alike in both dialects save the envelope. Answer with
/// <see cref="AcknowledgeDataRequest"/> or <see cref="AcknowledgeDataV3Request"/>. For example:
/// <code>{"transactionId":"…","hiRequest":{"consent":{"id":"…"},"dateRange":{"from":"…","to":"…"},"dataPushUrl":"https://…","keyMaterial":{"cryptoAlg":"ECDH","curve":"Curve25519","dhPublicKey":{"expiry":"…","parameters":"…","keyValue":"…"},"nonce":"…"}}}</code>
/// </summary>
/// <param name="DataPushUrl">As it came: anybody's text until somebody serves data and checks it.</param>
public sealed record DataRequest(
    string? RequestId,
    DateTimeOffset? Timestamp,
    string? TransactionId,
    string? ConsentId,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? DataPushUrl,
    DataKey? Key) : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out DataRequest? call) => TryRead(utf8, Read, out call);

    private static DataRequest Read(JsonElement root, Envelope envelope)
    {
        var request = WireParts.Object(root, "hiRequest"u8) ?? default;
        var range = WireParts.Object(request, "dateRange"u8) ?? default;
        return new DataRequest(
            envelope.Id,
            envelope.Time,
            JsonText.Text(root, "transactionId"u8),
            JsonText.Text(WireParts.Object(request, "consent"u8) ?? default, "id"u8),
            WireParts.Time(range, "from"u8),
            WireParts.Time(range, "to"u8),
            JsonText.Text(request, "dataPushUrl"u8),
            WireParts.Object(request, "keyMaterial"u8) is { } key ? DataKey.Read(key) : null);
    }
}

/// <summary>With what the asker wants the data sealed.</summary>
public sealed record DataKey(string? Algorithm, string? Curve, string? Parameters, string? PublicKey, DateTimeOffset? Expiry, string? Nonce) : Confidential
{
    internal static DataKey Read(JsonElement key)
    {
        var dh = WireParts.Object(key, "dhPublicKey"u8) ?? default;
        return new DataKey(
            JsonText.Text(key, "cryptoAlg"u8),
            JsonText.Text(key, "curve"u8),
            JsonText.Text(dh, "parameters"u8),
            JsonText.Text(dh, "keyValue"u8),
            WireParts.Time(dh, "expiry"u8),
            JsonText.Text(key, "nonce"u8));
    }
}

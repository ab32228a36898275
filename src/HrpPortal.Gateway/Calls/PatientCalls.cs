using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// The patient decided in his app (protocol §4.4); answer with <see cref="AcknowledgeAuthRequest"/>. It belongs to the authentication
/// whose on-init gave the transaction. For example:
/// <code>{"requestId":"…","timestamp":"…","auth":{"transactionId":"…","status":"GRANTED","accessToken":"eyJ…","validity":{"purpose":"LINK","requester":{"type":"HIP","id":100005},"expiry":"…","limit":"1"},"patient":null}}</code>
/// </summary>
/// <param name="Status">E.g. <c>GRANTED</c>, <c>DENIED</c>, as it came.</param>
/// <param name="AccessToken">The linking token.</param>
public sealed record AuthNotify(
    string? RequestId,
    DateTimeOffset? Timestamp,
    string? TransactionId,
    string? Status,
    Secret? AccessToken,
    AuthValidity? Validity,
    CallbackPatient? Patient) : AbdmCall(RequestId, Timestamp)
{
    public bool IsGranted => string.Equals(Status, "GRANTED", StringComparison.OrdinalIgnoreCase);

    public bool IsDenied => string.Equals(Status, "DENIED", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out AuthNotify? call) => TryRead(utf8, Read, out call);

    private static AuthNotify Read(JsonElement root, Envelope envelope)
    {
        var auth = WireParts.Object(root, "auth"u8) ?? default;
        return new AuthNotify(
            envelope.Id,
            envelope.Time,
            JsonText.Text(auth, "transactionId"u8),
            JsonText.Text(auth, "status"u8)?.Trim(),
            WireParts.Secret(auth, "accessToken"u8),
            WireParts.Object(auth, "validity"u8) is { } validity ? AuthValidity.Read(validity) : null,
            WireParts.Patient(auth));
    }
}

/// <param name="RequesterId">Text, though it came as a number at times.</param>
/// <param name="Limit">How often the token may be used.</param>
public sealed record AuthValidity(string? Purpose, string? RequesterType, string? RequesterId, DateTimeOffset? Expiry, int? Limit)
{
    internal static AuthValidity Read(JsonElement validity)
    {
        var requester = WireParts.Object(validity, "requester"u8) ?? default;
        return new AuthValidity(
            JsonText.Text(validity, "purpose"u8),
            JsonText.Text(requester, "type"u8),
            JsonText.Text(requester, "id"u8),
            WireParts.Time(validity, "expiry"u8),
            JsonText.Whole(validity, "limit"u8));
    }
}

/// <summary>
/// A patient left, or came back (protocol §5.4); answer with <see cref="AcknowledgePatientStatusRequest"/>. For example:
/// <code>{"requestId":"…","timestamp":"…","notification":{"status":"DEACTIVATED","patient":{"id":"x@sbx"}}}</code>
/// </summary>
/// <param name="StatusText">As it came.</param>
/// <param name="PatientId">The address, or the ABHA number.</param>
public sealed record PatientStatusNotify(string? RequestId, DateTimeOffset? Timestamp, string? StatusText, string? PatientId)
    : AbdmCall(RequestId, Timestamp)
{
    /// <summary>Absent for a word that is not known: then nothing follows from it.</summary>
    public PatientStatus? Status => StatusText?.Trim().ToUpperInvariant() switch
    {
        "DEACTIVATED" => PatientStatus.Deactivated,
        "REACTIVATED" or "ACTIVE" => PatientStatus.Reactivated,
        "DELETED" => PatientStatus.Deleted,
        _ => null,
    };

    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out PatientStatusNotify? call) => TryRead(utf8, Read, out call);

    private static PatientStatusNotify Read(JsonElement root, Envelope envelope)
    {
        var notification = WireParts.Object(root, "notification"u8) ?? default;
        var patient = WireParts.Object(notification, "patient"u8) ?? default;
        return new PatientStatusNotify(envelope.Id, envelope.Time, JsonText.Text(notification, "status"u8), JsonText.Text(patient, "id"u8));
    }
}

public enum PatientStatus { Deactivated, Reactivated, Deleted }

/// <summary>
/// A patient at the counter shares his profile (protocol §6): v0.5, v1.0 and v3 in one. For example, in v3
/// <code>{"intent":"PROFILE_SHARE","metaData":{"hipId":"IN07…","context":"OPD1","hprId":"…","latitude":"…","longitude":"…"},"profile":{"patient":{"abhaNumber":null,"abhaAddress":"x@sbx","name":"…","gender":"F","dayOfBirth":"27","monthOfBirth":"2","yearOfBirth":"2000","address":{…},"phoneNumber":"…"}}}</code>
/// and in v0.5
/// <code>{"requestId":"…","timestamp":"…","profile":{"hipCode":"OPD1","patient":{"healthId":"x@sbx","healthIdNumber":"…","name":"…",…}}}</code>
/// </summary>
/// <param name="Intent">v1.0 and v3, e.g. <c>PROFILE_SHARE</c>.</param>
/// <param name="HipId">v3; in the others the header X-HIP-ID tells it.</param>
/// <param name="Counter">The code of the counter's QR; answer it in v3.</param>
public sealed record ProfileShare(
    string? RequestId, DateTimeOffset? Timestamp, string? Intent, string? HipId, string? Counter, SharedPatient? Patient)
    : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ProfileShare? call) => TryRead(utf8, Read, out call);

    private static ProfileShare Read(JsonElement root, Envelope envelope)
    {
        var meta = WireParts.Object(root, "metaData"u8) ?? default;
        var profile = WireParts.Object(root, "profile"u8) ?? default;
        var intent = WireParts.Object(root, "intent"u8) is { } inside ? JsonText.Text(inside, "type"u8) : JsonText.Text(root, "intent"u8);
        return new ProfileShare(
            envelope.Id,
            envelope.Time,
            intent,
            JsonText.Text(meta, "hipId"u8),
            JsonText.Text(meta, "context"u8) ?? JsonText.Text(profile, "hipCode"u8),
            WireParts.Object(profile, "patient"u8) is { } patient ? SharedPatient.Read(patient) : null);
    }
}

/// <param name="AbhaAddress">healthId in v0.5.</param>
/// <param name="AbhaNumber">healthIdNumber in v0.5, with or without hyphens; absent when the patient has an address only.</param>
/// <param name="Mobile">phoneNumber in v3, else the identifier of type MOBILE; a number under MR was seen, and is not taken for one.</param>
public sealed record SharedPatient(
    string? AbhaAddress,
    string? AbhaNumber,
    string? Name,
    string? Gender,
    int? YearOfBirth,
    int? MonthOfBirth,
    int? DayOfBirth,
    string? Mobile,
    CallbackAddress? Address,
    IReadOnlyList<CallbackIdentifier> Identifiers) : Confidential
{
    internal static SharedPatient Read(JsonElement patient)
    {
        var identifiers = WireParts.Identifiers(patient, "identifiers"u8);
        return new SharedPatient(
            JsonText.Text(patient, "abhaAddress"u8) ?? JsonText.Text(patient, "healthId"u8),
            JsonText.Text(patient, "abhaNumber"u8) ?? JsonText.Text(patient, "healthIdNumber"u8),
            JsonText.Text(patient, "name"u8),
            JsonText.Text(patient, "gender"u8),
            JsonText.Whole(patient, "yearOfBirth"u8),
            JsonText.Whole(patient, "monthOfBirth"u8),
            JsonText.Whole(patient, "dayOfBirth"u8),
            JsonText.Text(patient, "phoneNumber"u8) ?? identifiers.FirstOrDefault(one => one.Type == MatchedBy.Mobile)?.Value,
            WireParts.Address(patient),
            identifiers);
    }
}

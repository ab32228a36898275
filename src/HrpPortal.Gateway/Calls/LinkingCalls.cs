using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>
/// A patient looks in his app for records at this facility (protocol §6); answer with <see cref="AnswerDiscoveryRequest"/> or
/// <see cref="AnswerDiscoveryV3Request"/>. Both dialects' bodies are alike, save the envelope. For example:
/// <code>{"transactionId":"…","patient":{"id":"x@sbx","name":"…","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"MOBILE","value":"+919800083232"}],"unverifiedIdentifiers":null}}</code>
/// </summary>
public sealed record DiscoverCall(string? RequestId, DateTimeOffset? Timestamp, string? TransactionId, DiscoverPatient? Patient)
    : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out DiscoverCall? call) => TryRead(utf8, Read, out call);

    private static DiscoverCall Read(JsonElement root, Envelope envelope) => new(
        envelope.Id,
        envelope.Time,
        JsonText.Text(root, "transactionId"u8),
        WireParts.Object(root, "patient"u8) is { } patient ? DiscoverPatient.Read(patient) : null);
}

/// <param name="Id">The address.</param>
/// <param name="Verified">ABDM answers for them; a mobile as ten digits or +91….</param>
/// <param name="Unverified">What the patient typed, e.g. a medical record number.</param>
public sealed record DiscoverPatient(
    string? Id,
    string? Name,
    string? Gender,
    int? YearOfBirth,
    IReadOnlyList<CallbackIdentifier> Verified,
    IReadOnlyList<CallbackIdentifier> Unverified) : Confidential
{
    internal static DiscoverPatient Read(JsonElement patient) => new(
        JsonText.Text(patient, "id"u8),
        JsonText.Text(patient, "name"u8),
        JsonText.Text(patient, "gender"u8),
        JsonText.Whole(patient, "yearOfBirth"u8),
        WireParts.Identifiers(patient, "verifiedIdentifiers"u8),
        WireParts.Identifiers(patient, "unverifiedIdentifiers"u8));
}

/// <summary>
/// The patient chose records to be linked (protocol §6); answer with <see cref="AnswerLinkInitRequest"/> or
/// <see cref="AnswerLinkInitV3Request"/>. For example, in v0.5
/// <code>{"transactionId":"…","patient":{"id":"x@sbx","referenceNumber":"P-1","careContexts":[{"referenceNumber":"CC-1"}]}}</code>
/// and in v3
/// <code>{"transactionId":"…","abhaAddress":"x@sbx","patient":[{"referenceNumber":"P-1","careContexts":[{"referenceNumber":"CC-1"}],"hiType":"Prescription","count":1}]}</code>
/// </summary>
/// <param name="PatientId">The address.</param>
/// <param name="Groups">One in v0.5.</param>
public sealed record LinkInitCall(
    string? RequestId, DateTimeOffset? Timestamp, string? TransactionId, string? PatientId, IReadOnlyList<ChosenContexts> Groups)
    : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out LinkInitCall? call) => TryRead(utf8, Read, out call);

    private static LinkInitCall Read(JsonElement root, Envelope envelope)
    {
        var one = WireParts.Object(root, "patient"u8);
        return new LinkInitCall(
            envelope.Id,
            envelope.Time,
            JsonText.Text(root, "transactionId"u8),
            JsonText.Text(root, "abhaAddress"u8) ?? (one is { } patient ? JsonText.Text(patient, "id"u8) : null),
            one is { } single ? [ChosenContexts.Read(single)] : WireParts.Objects(root, "patient"u8, ChosenContexts.Read));
    }
}

/// <param name="PatientReference">As on-discover gave it.</param>
/// <param name="CareContexts">Their references.</param>
/// <param name="HiType">v3.</param>
public sealed record ChosenContexts(string? PatientReference, IReadOnlyList<string> CareContexts, string? HiType) : Confidential
{
    internal static ChosenContexts Read(JsonElement patient) => new(
        JsonText.Text(patient, "referenceNumber"u8),
        WireParts.Objects(patient, "careContexts"u8, context => JsonText.Text(context, "referenceNumber"u8)),
        JsonText.Text(patient, "hiType"u8));
}

/// <summary>
/// The patient typed the code that we sent him (protocol §6); answer with <see cref="AnswerLinkConfirmRequest"/> or
/// <see cref="AnswerLinkConfirmV3Request"/>. For example: <code>{"confirmation":{"linkRefNumber":"L-1","token":"345234"}}</code>
/// </summary>
/// <param name="LinkReference">As on-init gave it.</param>
/// <param name="Token">The code. As a number it would have lost its zeros in front: compare with that in mind.</param>
public sealed record LinkConfirmCall(string? RequestId, DateTimeOffset? Timestamp, string? LinkReference, Secret? Token)
    : AbdmCall(RequestId, Timestamp)
{
    /// <inheritdoc cref="AbdmCall.TryRead"/>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out LinkConfirmCall? call) => TryRead(utf8, Read, out call);

    private static LinkConfirmCall Read(JsonElement root, Envelope envelope)
    {
        var confirmation = WireParts.Object(root, "confirmation"u8) ?? default;
        return new LinkConfirmCall(envelope.Id, envelope.Time, JsonText.Text(confirmation, "linkRefNumber"u8), WireParts.Secret(confirmation, "token"u8));
    }
}

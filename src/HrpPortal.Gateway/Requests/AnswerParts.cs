using System.Globalization;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>Which call of ABDM's is answered.</summary>
/// <param name="RequestId">To the letter: in v0.5 the body's requestId, in v3 the header REQUEST-ID.</param>
public sealed record AnsweredCall(string RequestId);

/// <summary>Why not, in v0.5.</summary>
/// <param name="Code">One of <see cref="HipError"/>.</param>
/// <param name="Message">The patient's app may show it: nothing of the hospital's inside.</param>
public sealed record AnswerError(int Code, string Message);

/// <summary>Why not, in v3.</summary>
/// <param name="Code">With ABDM- before it.</param>
public sealed record AnswerErrorV3(string Code, string Message);

/// <summary>Codes of a HIP's own answers in v0.5 (protocol §6).</summary>
public static class HipError
{
    public const int BadRequest = 3400;
    public const int CareContextNotFound = 3402;
    public const int SeveralPatients = 3403;
    public const int NoPatient = 3404;
    public const int OtpWrong = 3405;
    public const int OtpExpired = 3406;
    public const int DiscoveryNotFound = 3407;
    public const int LinkExpired = 3408;
    public const int DuplicateDiscovery = 3409;
    public const int NoLinkRequest = 3413;
    public const int ArtefactNotFound = 3416;
    public const int AlreadyLinked = 3420;
    public const int Internal = 3500;
    public const int OtpNotMade = 3501;
}

/// <summary>Codes that the HIP's own answers have in v3, where the errors are the network's (protocol §8.3).</summary>
public static class HipErrorV3
{
    public const string NoPatient = "ABDM-1010";
    public const string RequestBad = "ABDM-1006";
    public const string TransactionWrong = "ABDM-1017";
    public const string SmsNotSent = "ABDM-1004";
    public const string OtpWrong = "ABDM-1035";
    public const string LinkReferenceWrong = "ABDM-1056";
    public const string CareContextWrong = "ABDM-1057";
    public const string ConsentUnknown = "ABDM-1039";
    public const string Internal = "ABDM-9999";
}

/// <summary><c>{"status":"OK"}</c></summary>
public sealed record Acknowledgement(string Status)
{
    public static Acknowledgement Ok { get; } = new("OK");
}

/// <summary>What a patient was found by; both dialects' spellings.</summary>
public static class MatchedBy
{
    public const string MedicalRecord = "MR";
    public const string Mobile = "MOBILE";
    public const string HealthNumber = "NDHM_HEALTH_NUMBER";
    public const string HealthId = "HEALTH_ID";
    public const string AbhaNumber = "ABHA_NUMBER";
    public const string AbhaAddress = "abhaAddress";
}

/// <summary>The patient that discovery found (v0.5).</summary>
/// <param name="ReferenceNumber">The one that link/init brings back.</param>
/// <param name="MatchedBy">Of <see cref="Gateway.MatchedBy"/>; v0.5 knows the first four.</param>
public sealed record DiscoveredPatient(
    string ReferenceNumber, string Display, IReadOnlyList<LinkContext> CareContexts, IReadOnlyList<string>? MatchedBy) : Confidential;

/// <summary>How the patient shall prove that the records are his: the HIP sends the OTP itself.</summary>
/// <param name="ReferenceNumber">Of this linking; link/confirm brings it back.</param>
/// <param name="AuthenticationType"><c>DIRECT</c>, or <c>MEDIATED</c>.</param>
public sealed record LinkChallenge(string ReferenceNumber, string AuthenticationType, LinkChallengeMeta? Meta) : Confidential
{
    /// <summary>A code goes to the patient's mobile.</summary>
    /// <param name="hint">What the app shows, e.g. "OTP sent to the mobile ending 0767".</param>
    public static LinkChallenge ByMobile(string referenceNumber, string hint, DateTimeOffset expiry) =>
        new(referenceNumber, "DIRECT", new LinkChallengeMeta("MOBILE", hint, expiry));
}

/// <param name="CommunicationMedium"><c>MOBILE</c> or <c>EMAIL</c>.</param>
public sealed record LinkChallengeMeta(
    string CommunicationMedium,
    string? CommunicationHint,
    [property: JsonConverter(typeof(GatewayTimeOnTheWire))] DateTimeOffset CommunicationExpiry) : Confidential;

/// <summary>Taken or not, in v0.5.</summary>
/// <param name="Status"><see cref="ShareStatus"/></param>
public sealed record ShareAcknowledgement(string Status, string HealthId) : Confidential;

/// <summary>The same in v1.0.</summary>
/// <param name="TokenNumber">The patient's number in the queue, valid for 30 minutes.</param>
public sealed record ShareAcknowledgementV1(string Status, string HealthId, string TokenNumber) : Confidential;

/// <summary>The same in v3.</summary>
public sealed record ShareAcknowledgementV3(string AbhaAddress, string Status, ShareTicket Profile) : Confidential;

/// <param name="Context">The counter, as the share told it.</param>
/// <param name="Expiry">How long the number counts, in seconds, as text.</param>
public sealed record ShareTicket(string Context, string TokenNumber, string Expiry)
{
    public static ShareTicket For(string counter, string tokenNumber, TimeSpan life) =>
        new(counter, tokenNumber, ((int)life.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}

/// <summary>Whether a shared profile was taken.</summary>
public static class ShareStatus
{
    public const string Success = "SUCCESS";
    public const string Failure = "FAILURE";
}

/// <param name="Status"><c>OK</c>, or <c>UNKNOWN</c>.</param>
public sealed record ConsentAcknowledgement(string Status, string ConsentId);

/// <summary>Seen; the data go another way.</summary>
public sealed record DataAcknowledgement(string TransactionId, string SessionStatus = "ACKNOWLEDGED");

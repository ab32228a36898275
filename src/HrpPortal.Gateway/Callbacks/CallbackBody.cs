using System.Diagnostics.CodeAnalysis;

namespace HrpPortal.Gateway;

/// <summary>
/// A callback as it came, read with all tolerance that the live gateway needs (protocol §2): null is absent, a code may be a number
/// or text, times are Java's, unknown members and values are let be. For example:
/// <code>{"requestId":"…","timestamp":"2022-06-07T03:34:56.173438","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"…"}}</code>
/// </summary>
/// <param name="RequestId">The gateway's own id of this callback, as it came.</param>
/// <param name="RespRequestId">The requestId of ours that is answered; absent when missing or not a UUID.</param>
/// <param name="TimestampText">As it came; absent in errors that the gateway makes itself.</param>
/// <param name="Timestamp">The same, read as UTC; absent when unreadable. Never a reason to refuse a callback.</param>
/// <param name="Error">Present when the consent manager or gateway says no.</param>
/// <param name="AcknowledgementStatus">E.g. <c>SUCCESS</c>, as it came.</param>
/// <param name="Auth">Present on the answers of users/auth.</param>
public sealed record CallbackBody(
    string? RequestId,
    Guid? RespRequestId,
    string? TimestampText,
    DateTimeOffset? Timestamp,
    CallbackError? Error,
    string? AcknowledgementStatus,
    CallbackAuth? Auth)
{
    /// <summary>The consent manager did it: acknowledged with SUCCESS and without an error.</summary>
    public bool IsSuccess => Error is null && string.Equals(AcknowledgementStatus, "SUCCESS", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads any bytes; false when they are not one JSON object of at most 32 levels. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out CallbackBody? body) => CallbackReader.TryRead(utf8, out body);

    public override string ToString() => $"{nameof(CallbackBody)} {RespRequestId}";
}

/// <param name="Code">As text, trimmed of a trailing ": ": <c>1439</c>, <c>ABDM-1056</c>.</param>
/// <param name="Message">At most 500 characters, control characters removed. May hold what the gateway echoes: show it, never log it.</param>
public sealed record CallbackError(string? Code, string? Message)
{
    public override string ToString() => $"{nameof(CallbackError)} {Code}";
}

/// <param name="TransactionId">Of on-init; text, a UUID in practice.</param>
/// <param name="Mode">Of on-init, see <see cref="AuthMode"/>; unknown values kept.</param>
/// <param name="Expiry">Of on-init's meta: until when the authentication can be confirmed.</param>
/// <param name="AccessToken">Of on-confirm: the linking token.</param>
/// <param name="Modes">Of on-fetch-modes; empty when absent.</param>
/// <param name="Purpose">Of on-fetch-modes.</param>
/// <param name="Patient">Of on-confirm, when the purpose was KYC; often null.</param>
public sealed record CallbackAuth(
    string? TransactionId,
    string? Mode,
    DateTimeOffset? Expiry,
    Secret? AccessToken,
    IReadOnlyList<string> Modes,
    string? Purpose,
    CallbackPatient? Patient) : Confidential;

/// <summary>The patient's profile, as far as the consent manager tells it.</summary>
public sealed record CallbackPatient(
    string? Id,
    string? Name,
    string? Gender,
    int? YearOfBirth,
    int? MonthOfBirth,
    int? DayOfBirth,
    CallbackAddress? Address,
    IReadOnlyList<CallbackIdentifier> Identifiers) : Confidential;

public sealed record CallbackAddress(string? Line, string? District, string? State, string? Pincode) : Confidential;

/// <param name="Type">Free text: the live gateway sends types that the contract does not list.</param>
public sealed record CallbackIdentifier(string? Type, string? Value) : Confidential;

using System.Diagnostics.CodeAnalysis;

namespace HrpPortal.Gateway;

/// <summary>
/// A callback as it came, read with all tolerance that the live gateway needs (protocol §2): null is absent, a code may be a number
/// or text, times are Java's, unknown members and values are let be. For example:
/// <code>{"requestId":"…","timestamp":"2022-06-07T03:34:56.173438","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"…"}}</code>
/// and in v3
/// <code>{"abhaAddress":"x@sbx","status":"Successfully Linked care context","response":{"requestId":"…"}}</code>
/// </summary>
/// <param name="RequestId">The gateway's own id of this callback, as it came.</param>
/// <param name="RespRequestId">The requestId of ours that is answered; absent when missing or not a UUID.</param>
/// <param name="TimestampText">As it came; absent in errors that the gateway makes itself.</param>
/// <param name="Timestamp">The same, read as UTC; absent when unreadable. Never a reason to refuse a callback.</param>
/// <param name="Error">Present when the consent manager or gateway says no.</param>
/// <param name="AcknowledgementStatus">E.g. <c>SUCCESS</c>, as it came.</param>
/// <param name="Auth">Present on the answers of users/auth.</param>
/// <param name="LinkToken">v3, on-generate-token: the linking token. Its claims count, not the address beside it (protocol §7.3).</param>
/// <param name="AbhaAddress">v3: the patient's address, as it came.</param>
/// <param name="Status">Of on_carecontext (prose) and of on-notify of a text message, as it came.</param>
public sealed record CallbackBody(
    string? RequestId,
    Guid? RespRequestId,
    string? TimestampText,
    DateTimeOffset? Timestamp,
    CallbackError? Error,
    string? AcknowledgementStatus,
    CallbackAuth? Auth,
    Secret? LinkToken,
    string? AbhaAddress,
    string? Status)
{
    /// <summary>
    /// Whether a body that came to this path says that the consent manager did it. Always in so many words: what says nothing is no
    /// success, and no refusal either.
    /// </summary>
    /// <param name="path">One of <see cref="CallbackPaths"/>.</param>
    public bool IsSuccessAt(string path) => path switch
    {
        CallbackPaths.OnFetchModes => Error is null && Auth?.Modes is { Count: > 0 },
        CallbackPaths.OnInit => Error is null && Auth?.TransactionId is not null,
        CallbackPaths.OnConfirm => Error is null && Auth is { AccessToken: not null } or { Patient: not null },
        CallbackPaths.OnGenerateToken => Error is null && LinkToken is not null,

        // The status is prose: "Successfully Linked care context", "Failed to link care context", "invalid …" (protocol §7.4).
        CallbackPaths.OnCareContext => Error is null && !string.IsNullOrWhiteSpace(Status) && !Begins(Status, "failed") && !Begins(Status, "invalid"),

        // Only the status decides: ACKNOWLEDGED was seen beside an error that means nothing (protocol §5.3).
        CallbackPaths.OnSmsNotify or CallbackPaths.OnSmsNotifyV3 => Is(Status, "ACKNOWLEDGED") || (Status is null && Error is null && (IsAcknowledged || Is(AcknowledgementStatus, "ACKNOWLEDGED"))),
        _ => Error is null && IsAcknowledged,
    };

    private bool IsAcknowledged => Is(AcknowledgementStatus, "SUCCESS");

    /// <summary>Reads any bytes; false when they are not one JSON object of at most 32 levels. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out CallbackBody? body) => CallbackReader.TryRead(utf8, out body);

    public override string ToString() => $"{nameof(CallbackBody)} {RespRequestId}";

    private static bool Is(string? text, string word) => string.Equals(text?.Trim(), word, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string text, string word) => text.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase);
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

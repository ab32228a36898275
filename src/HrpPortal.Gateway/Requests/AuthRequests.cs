using System.Globalization;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary><c>POST /v0.5/users/auth/fetch-modes</c> (protocol §4.1); answered at <see cref="CallbackPaths.OnFetchModes"/>.</summary>
public sealed record FetchAuthModesRequest(Guid RequestId, DateTimeOffset Timestamp, AuthModesQuery Query)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.FetchModes;

    internal override string? PatientId => Query.Id;

    internal override IEnumerable<string?> Confidences => [Query.Id];
}

/// <param name="Id">PHR address, or ABHA number with hyphens 2-4-4-4.</param>
/// <param name="Purpose">One of <see cref="AuthPurpose"/>.</param>
public sealed record AuthModesQuery(string Id, string Purpose, Requester Requester) : Confidential;

/// <summary><c>POST /v0.5/users/auth/init</c> (protocol §4.2); answered at <see cref="CallbackPaths.OnInit"/>.</summary>
public sealed record InitAuthRequest(Guid RequestId, DateTimeOffset Timestamp, AuthInitQuery Query)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.Init;

    internal override string? PatientId => Query.Id;

    internal override IEnumerable<string?> Confidences => [Query.Id];
}

/// <param name="Id">PHR address, or ABHA number with hyphens 2-4-4-4.</param>
/// <param name="Purpose">One of <see cref="AuthPurpose"/>.</param>
/// <param name="AuthMode">One of <see cref="AuthMode"/>; optional in the contract, always sent.</param>
public sealed record AuthInitQuery(string Id, string Purpose, string AuthMode, Requester Requester) : Confidential;

/// <summary><c>POST /v0.5/users/auth/confirm</c> (protocol §4.3); answered at <see cref="CallbackPaths.OnConfirm"/>.</summary>
/// <param name="TransactionId">As on-init gave it, to the letter.</param>
public sealed record ConfirmAuthRequest(Guid RequestId, DateTimeOffset Timestamp, string TransactionId, AuthCredential Credential)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.Confirm;

    internal override IEnumerable<string?> Confidences =>
        [Credential.AuthCode?.Reveal(), Credential.Demographic?.Name, Credential.Demographic?.DateOfBirth, Credential.Demographic?.Identifier?.Value];
}

/// <summary>Exactly one of a code (OTP) and demographics: the other's key is left out.</summary>
public sealed record AuthCredential : Confidential
{
    private AuthCredential() { }

    [JsonConverter(typeof(SecretOnTheWire))]
    public Secret? AuthCode { get; private init; }

    public Demographic? Demographic { get; private init; }

    /// <summary>The OTP that the patient told the clerk (MOBILE_OTP, AADHAAR_OTP).</summary>
    public static AuthCredential Otp(Secret authCode) => new() { AuthCode = authCode };

    /// <summary>Name, gender and date of birth exactly as in the patient's PHR profile (DEMOGRAPHICS).</summary>
    public static AuthCredential Of(Demographic demographic) => new() { Demographic = demographic };
}

/// <summary>The patient as the PHR profile has it: the consent manager compares to the letter (protocol §4.3).</summary>
/// <param name="Gender">M, F, O or U.</param>
/// <param name="DateOfBirth">yyyy-MM-dd; make it with <see cref="Day(DateOnly)"/>.</param>
/// <param name="Identifier">Optional; only a mobile number.</param>
public sealed record Demographic(string Name, string Gender, string DateOfBirth, DemographicIdentifier? Identifier = null) : Confidential
{
    /// <summary>A full date as the wire has it.</summary>
    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Only the year known: the first of January of it.</summary>
    public static string Day(int year) => Day(new DateOnly(year, 1, 1));
}

public sealed record DemographicIdentifier(string Type, string Value) : Confidential
{
    /// <param name="number">As ABDM writes it, e.g. +919800083232.</param>
    public static DemographicIdentifier Mobile(string number) => new("MOBILE", number);
}

/// <summary>What the permission is asked for. LINK yields a linking token and nothing of the patient.</summary>
public static class AuthPurpose
{
    public const string Link = "LINK";
    public const string Kyc = "KYC";
    public const string KycAndLink = "KYC_AND_LINK";
}

/// <summary>How the patient proves consent.</summary>
public static class AuthMode
{
    public const string Demographics = "DEMOGRAPHICS";
    public const string MobileOtp = "MOBILE_OTP";
    public const string AadhaarOtp = "AADHAAR_OTP";
    public const string Direct = "DIRECT";
}

namespace HrpPortal.Gateway;

/// <summary>
/// What a linking token says of itself. It is signed by the consent manager with a key that is not published: it can be read, not
/// verified (protocol §4.5), and any claim may be missing. For example:
/// <code>{"sub":"x@sbx","requesterType":"HIP","requesterId":"IN07…","patientId":"x@sbx","sessionId":"…","exp":1654659261,"iat":1654572861}</code>
/// and in v3 (protocol §7.3)
/// <code>{"hipId":"IN07…","sub":"x@sbx","abhaNumber":91000000000001,"exp":1731014649,"iat":1715246649,"transactionId":"…","abhaAddress":"x@sbx"}</code>
/// </summary>
/// <param name="PatientId">Claim patientId, else abhaAddress, else sub: the PHR address.</param>
/// <param name="RequesterId">Claim requesterId, else hipId: the facility.</param>
/// <param name="AbhaNumber">Claim abhaNumber of v3, as it came: a number there, hyphens are possible. Made with it, used with it.</param>
public sealed record LinkingTokenClaims(
    DateTimeOffset? ExpiresAt, DateTimeOffset? IssuedAt, string? PatientId, string? RequesterId, string? AbhaNumber) : Confidential
{
    private static readonly LinkingTokenClaims Nothing = new(null, null, null, null, null);

    /// <summary>Reads the claims of any text; what cannot be read is absent. Never throws.</summary>
    public static LinkingTokenClaims Read(string? jwt)
    {
        if (!JwtPart.TryReadPayload(jwt, out var payload))
            return Nothing;
        using (payload)
        {
            var claims = payload.RootElement;
            return new LinkingTokenClaims(
                JsonText.Seconds(claims, "exp"u8),
                JsonText.Seconds(claims, "iat"u8),
                JsonText.Text(claims, "patientId"u8) ?? JsonText.Text(claims, "abhaAddress"u8) ?? JsonText.Text(claims, "sub"u8),
                JsonText.Text(claims, "requesterId"u8) ?? JsonText.Text(claims, "hipId"u8),
                JsonText.Text(claims, "abhaNumber"u8));
        }
    }
}

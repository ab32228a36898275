using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Signing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>Linking tokens: RS512 with the consent manager's own key, bound to one patient and one facility; in v0.5 for 24 h (protocol §4.5), in v3 for 182.5 days and reusable (§7.3).</summary>
internal sealed class LinkingTokens(KeyRing keys, GatewayClock clock)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public string Issue(LinkingSession session)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return keys.ConsentManager.SignRs512WithoutKid(new JsonObject
        {
            ["sub"] = session.Address,
            ["requesterType"] = "HIP",
            ["requesterId"] = session.HipId,
            ["patientId"] = session.Address,
            ["sessionId"] = session.Id,
            ["exp"] = now + 86_400,
            ["iat"] = now,
        });
    }

    /// <param name="abhaNumber">As it was given to get the token; it must be given again to use it.</param>
    public string IssueReusable(Account account, string hipId, string? abhaNumber)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["hipId"] = hipId, ["sub"] = account.Address };
        if (abhaNumber is not null) claims["abhaNumber"] = long.Parse(abhaNumber, System.Globalization.CultureInfo.InvariantCulture);
        claims["exp"] = now + 15_768_000;
        claims["iat"] = now;
        claims["transactionId"] = Guid.NewGuid().ToString();
        claims["abhaAddress"] = account.Address;
        return keys.ConsentManager.SignRs512WithoutKid(claims);
    }

    /// <summary>What a v0.5 token says of itself, whoever signed it; null when it is no JWT.</summary>
    public static TokenClaims? Read(string token) => Read(token, "requesterId", "patientId");

    /// <summary>What a v3 token says of itself, whoever signed it; null when it is no JWT.</summary>
    public static TokenClaims? ReadReusable(string token) => Read(token, "hipId", "abhaAddress");

    private static TokenClaims? Read(string token, string hipClaim, string patientClaim)
    {
        if (!Handler.CanReadToken(token)) return null;
        try
        {
            var jwt = Handler.ReadJsonWebToken(token);
            return new TokenClaims(
                jwt.TryGetPayloadValue<string>(hipClaim, out var hip) ? hip : null,
                jwt.TryGetPayloadValue<string>(patientClaim, out var patient) ? patient : null,
                jwt.TryGetPayloadValue<string>("sessionId", out var session) ? session : null,
                jwt.TryGetPayloadValue<long>("exp", out var exp) ? DateTimeOffset.FromUnixTimeSeconds(exp) : null,
                jwt.TryGetPayloadValue<long>("abhaNumber", out var number) ? number.ToString("00000000000000", System.Globalization.CultureInfo.InvariantCulture) : null);
        }
        catch (ArgumentException) // also SecurityTokenMalformedException: base64 or JSON that does not parse
        {
            return null;
        }
    }

    public async Task<bool> SignedByUsAsync(string token) => (await Handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        IssuerSigningKey = keys.ConsentManager.PublicKey,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha512],
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
    })).IsValid;
}

internal sealed record TokenClaims(string? HipId, string? Address, string? SessionId, DateTimeOffset? Expiry, string? AbhaNumber);

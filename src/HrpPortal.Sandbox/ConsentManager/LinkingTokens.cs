using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Signing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>Linking tokens: RS512 with the consent manager's own key, 24 h, bound to one patient and one facility (protocol §4.5).</summary>
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

    /// <summary>What the token says of itself, whoever signed it; null when it is no JWT.</summary>
    public static TokenClaims? Read(string token)
    {
        if (!Handler.CanReadToken(token)) return null;
        try
        {
            var jwt = Handler.ReadJsonWebToken(token);
            return new TokenClaims(
                jwt.TryGetPayloadValue<string>("requesterId", out var hip) ? hip : null,
                jwt.TryGetPayloadValue<string>("patientId", out var patient) ? patient : null,
                jwt.TryGetPayloadValue<string>("sessionId", out var session) ? session : null,
                jwt.TryGetPayloadValue<long>("exp", out var exp) ? DateTimeOffset.FromUnixTimeSeconds(exp) : null);
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

internal sealed record TokenClaims(string? HipId, string? Address, string? SessionId, DateTimeOffset? Expiry);

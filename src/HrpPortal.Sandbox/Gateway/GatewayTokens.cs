using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.Signing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The gateway's own JWTs: sessions of its clients, and what it shows on callbacks. The same key signs both, as in the real one.</summary>
internal sealed class GatewayTokens(KeyRing keys, GatewayClock clock, SandboxOptions options)
{
    /// <summary>The live gateway's host in tokens is still the old one (protocol §3.1); ours has its own name.</summary>
    public const string Issuer = "http://sandbox.invalid/auth/realms/central-registry";

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly byte[] refreshSecret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private volatile string generation = Guid.NewGuid().ToString();
    private (string Jwt, string Kid, DateTimeOffset RenewAt)? callbackToken;

    /// <summary>Every session opened so far is refused from now on; a restart of the sandbox does the same.</summary>
    public void EndSessions() => generation = Guid.NewGuid().ToString();

    public string IssueSession(string clientId)
    {
        var claims = Claims(clientId, TimeSpan.FromSeconds(options.SessionSeconds), options.ClientRoles.Split(' '));
        claims["session_state"] = generation;
        claims["preferred_username"] = "service-account-" + clientId;
        return keys.Gateway.SignRs256(claims);
    }

    /// <summary>HS256, opaque to the client (protocol §3.1).</summary>
    public string IssueRefresh(string clientId)
    {
        var now = clock.GetUtcNow();
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddMinutes(30).UtcDateTime,
            Claims = new Dictionary<string, object> { ["azp"] = clientId, ["typ"] = "Refresh", ["session_state"] = generation },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(refreshSecret), SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>The client id of a session that is ours, alive, and may act as a facility; otherwise null.</summary>
    public async Task<string?> SessionClientAsync(string jwt)
    {
        var result = await ValidateAsync(jwt, keys.Gateway.PublicKey, SecurityAlgorithms.RsaSha256, "account");
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token) return null;
        var current = token.TryGetPayloadValue<string>("session_state", out var session) && session == generation;
        var facility = token.TryGetPayloadValue<System.Text.Json.JsonElement>("realm_access", out var access)
            && access.TryGetProperty("roles", out var roles) && roles.EnumerateArray().Any(role => role.GetString() == "hip");
        return current && facility && token.TryGetPayloadValue<string>("clientId", out var client) ? client : null;
    }

    public async Task<bool> IsRefreshAsync(string jwt, string clientId)
    {
        var result = await ValidateAsync(jwt, new SymmetricSecurityKey(refreshSecret), SecurityAlgorithms.HmacSha256, Issuer);
        return result.IsValid && result.ClaimsIdentity.HasClaim("azp", clientId) && result.ClaimsIdentity.HasClaim("session_state", generation);
    }

    /// <summary>One token serves many callbacks until shortly before its end, as the real gateway's own session does.</summary>
    public string ForCallback(CallbackSignature signature = CallbackSignature.Good)
    {
        if (signature is CallbackSignature.UnknownKey) return keys.Stranger.SignRs256(CallbackClaims());
        if (signature is CallbackSignature.Wrong) return keys.Stranger.SignRs256(CallbackClaims(), keys.Gateway.Kid);
        var now = clock.GetUtcNow();
        var key = keys.Gateway;
        lock (gate)
        {
            if (callbackToken is { } kept && kept.Kid == key.Kid && now < kept.RenewAt) return kept.Jwt;
            var jwt = key.SignRs256(CallbackClaims());
            callbackToken = (jwt, key.Kid, now.AddMinutes(8));
            return jwt;
        }
    }

    private JsonObject CallbackClaims() => Claims("gateway", TimeSpan.FromMinutes(10), "gateway", "offline_access");

    private JsonObject Claims(string clientId, TimeSpan life, params string[] roles)
    {
        var now = clock.GetUtcNow();
        return new JsonObject
        {
            ["exp"] = (now + life).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["iss"] = Issuer,
            ["aud"] = "account",
            ["sub"] = Guid.NewGuid().ToString(),
            ["typ"] = "Bearer",
            ["azp"] = clientId,
            ["acr"] = "1",
            ["realm_access"] = new JsonObject { ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]) },
            ["scope"] = "openid email profile",
            ["clientId"] = clientId,
        };
    }

    private Task<TokenValidationResult> ValidateAsync(string jwt, SecurityKey key, string algorithm, string audience) =>
        Handler.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            ValidIssuer = Issuer,
            ValidAudience = audience,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
        });
}

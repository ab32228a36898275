using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Gateway;

/// <summary>
/// Says whether a callback comes from the gateway (protocol §3.3): one Authorization header with an RS256 JWT, signed by a key of
/// the gateway's document, alive within 60 s, of the issuer and audience that are configured, with the role <c>gateway</c> when it
/// names roles. Anything that cannot be checked is refused.
/// </summary>
public sealed class CallbackTokenVerifier
{
    private readonly GatewayKeys _keys;
    private readonly IOptions<GatewayOptions> _options;
    private readonly TimeProvider _time;
    private readonly VerifiedTokens _verified;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 2 * JwtPart.MaxTokenLength };

    public CallbackTokenVerifier(GatewayKeys keys, IOptions<GatewayOptions> options, TimeProvider time)
    {
        (_keys, _options, _time) = (keys, options, time);
        _verified = new VerifiedTokens(time);
    }

    internal int CachedTokens => _verified.Count;

    /// <param name="authorization">All Authorization headers of the request, as they came.</param>
    /// <returns>Accepted, or refused with a reason for the log. Throws only when cancelled.</returns>
    public async ValueTask<CallbackVerdict> VerifyAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (!CallbackToken.TryTake(authorization, out var token, out var refusal))
            return new CallbackVerdict.Refused(refusal);
        var digest = VerifiedTokens.Digest.Of(token);
        if (_verified.Find(digest, _keys.Generation) is { } known)
            return known;

        if (!CallbackToken.TryReadHeader(token, out var kid, out refusal))
            return new CallbackVerdict.Refused(refusal);
        var claims = CallbackClaims.Read(token, _options.Value, _time.GetUtcNow());
        if (claims.Refusal is not null)
            return new CallbackVerdict.Refused(claims.Refusal);
        var generation = _keys.Generation;
        if (await _keys.FindAsync(kid, cancellationToken) is not { } key)
            return new CallbackVerdict.Refused(kid is null ? "no kid, and not exactly one key" : "unknown kid");
        if (!await IsSignedByAsync(token, key, claims.ExpiresAt))
            return new CallbackVerdict.Refused("wrong signature");

        var accepted = new CallbackVerdict.Accepted(key.KeyId, claims.Role);
        _verified.Keep(digest, accepted, claims.ExpiresAt, generation);
        return accepted;
    }

    private async Task<bool> IsSignedByAsync(string token, SecurityKey key, DateTimeOffset expiresAt)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeyResolver = (_, _, _, _) => [key],
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuer = false, // Issuer and audience are checked above, when configured.
            ValidateAudience = false,
            // The library's lifetime check has the system's clock; CallbackClaims has judged by ours. Here only: both read the same exp.
            LifetimeValidator = (_, expires, _, _) => expires == expiresAt.UtcDateTime,
        });
        return result.IsValid;
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Access;

/// <summary>The checks of an id_token: OpenID Connect Core §3.1.3.7, with nothing left to the token's own choice.</summary>
internal sealed class IdTokenCheck(ProviderMetadata metadata, TimeProvider clock)
{
    private const int LongestToken = 64 * 1024;
    private const int LongestSubject = 255; // OpenID Connect Core §2, "sub"
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <returns>The payload.</returns>
    /// <exception cref="SignInException">With the code of the first check that failed.</exception>
    public async Task<JsonElement> CheckAsync(string idToken, string nonce, OidcOptions options, Provider provider, CancellationToken cancellationToken)
    {
        if (idToken.Length > LongestToken)
            throw Refused("id_token_too_long");
        // Three parts: a signed token. Five would be an encrypted one, for which no key was ever agreed.
        if (idToken.Count(c => c == '.') != 2)
            throw Refused("id_token_not_signed");
        var (header, payload) = Read(idToken);
        CheckHeader(header);

        var key = FindKey(header, provider);
        if (key is null)
        {
            provider = await metadata.GetNewerAsync(provider, cancellationToken);
            key = FindKey(header, provider) ?? throw Refused("id_token_key_unknown");
        }
        var result = await _handler.ValidateTokenAsync(idToken, Parameters(key, provider, options));
        if (!result.IsValid)
            throw new SignInException(SignInReason.Untrusted, CodeOf(result.Exception), result.Exception);
        CheckClaims(payload, nonce, options);
        return payload;
    }

    private static (JsonElement Header, JsonElement Payload) Read(string idToken)
    {
        var parts = idToken.Split('.');
        try
        {
            return (Parse(parts[0]), Parse(parts[1]));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Refused("id_token_unreadable");
        }

        static JsonElement Parse(string part)
        {
            using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part), new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException();
        }
    }

    private static void CheckHeader(JsonElement header)
    {
        if (Text(header, "alg") != SecurityAlgorithms.RsaSha256)
            throw Refused("id_token_alg");
        // Another type of token signed by the same provider (a log-out token, an access token) is no id_token.
        if (header.TryGetProperty("typ", out _) && !string.Equals(Text(header, "typ"), "JWT", StringComparison.OrdinalIgnoreCase))
            throw Refused("id_token_typ");
        if (header.TryGetProperty("crit", out _))
            throw Refused("id_token_crit");
    }

    /// <summary>By kid, exactly. Without a kid only when there is one key and so nothing to guess. jku, jwk, x5u and x5c are never read.</summary>
    private static JsonWebKey? FindKey(JsonElement header, Provider provider) =>
        header.TryGetProperty("kid", out var kid)
            ? provider.Keys.FirstOrDefault(key => kid.ValueKind == JsonValueKind.String && key.Kid == kid.GetString())
            : provider.Keys is [var only] ? only : throw Refused("id_token_kid_missing");

    private TokenValidationParameters Parameters(JsonWebKey key, Provider provider, OidcOptions options) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        RequireSignedTokens = true,
        IssuerSigningKeyResolver = (_, _, _, _) => [key],
        TryAllIssuerSigningKeys = false,
        ValidateIssuerSigningKey = true,
        ValidIssuer = provider.Metadata.Issuer,
        ValidAudience = options.ClientId,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
    };

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is not null && now - Skew < expires && (notBefore is null || notBefore <= now + Skew);
    }

    private void CheckClaims(JsonElement payload, string nonce, OidcOptions options)
    {
        if (!Same(Text(payload, "nonce"), nonce))
            throw Refused("id_token_nonce");
        if (Text(payload, "sub") is not { Length: > 0 and <= LongestSubject })
            throw Refused("id_token_sub");
        if (!payload.TryGetProperty("iat", out var iat) || iat.ValueKind != JsonValueKind.Number || !iat.TryGetDouble(out var issued)
            || issued > (clock.GetUtcNow() + Skew).ToUnixTimeSeconds())
            throw Refused("id_token_iat");
        var several = payload.GetProperty("aud") is { ValueKind: JsonValueKind.Array } audiences && audiences.GetArrayLength() > 1;
        if ((several || payload.TryGetProperty("azp", out _)) && Text(payload, "azp") != options.ClientId)
            throw Refused("id_token_azp");
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => "id_token_iss",
        SecurityTokenInvalidAudienceException => "id_token_aud",
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException or SecurityTokenExpiredException => "id_token_lifetime",
        SecurityTokenInvalidAlgorithmException => "id_token_alg",
        SecurityTokenInvalidSignatureException => "id_token_signature",
        _ => "id_token_invalid",
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static SignInException Refused(string code) => new(SignInReason.Untrusted, code);
}

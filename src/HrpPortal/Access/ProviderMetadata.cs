using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Access;

/// <summary>What the provider says of itself, checked, with the keys that may sign its tokens.</summary>
internal sealed record Provider(OpenIdConnectConfiguration Metadata, IReadOnlyList<JsonWebKey> Keys, DateTimeOffset ReadAt);

/// <summary>
/// Reads and keeps the provider's discovery document and keys. Microsoft.IdentityModel's ConfigurationManager refreshes in the
/// background by the machine's clock: the sign-in that meets a fresh key would fail once. Here that one waits for the refresh.
/// </summary>
internal sealed partial class ProviderMetadata(IOptionsMonitor<OidcOptions> options, TimeProvider clock, ILogger<ProviderMetadata> logger) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan Usable = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);
    private const int SmallestKey = 2048;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Provider? _known;
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;

    /// <exception cref="SignInException">The provider does not answer, or its document does not pass.</exception>
    public async Task<Provider> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        return known is not null && clock.GetUtcNow() - known.ReadAt < Fresh ? known : await ReadAfterAsync(known, cancellationToken);
    }

    /// <summary>Looks for newer keys, at most once in 30 s however many ask; else gives what is known.</summary>
    public Task<Provider> GetNewerAsync(Provider than, CancellationToken cancellationToken) => ReadAfterAsync(than, cancellationToken);

    public void Dispose() => _reading.Dispose();

    private async Task<Provider> ReadAfterAsync(Provider? seen, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_known is not null && (_known != seen || now - _lastTry < BetweenTries))
                return _known;
            _lastTry = now;
            try
            {
                // Not the request's token: a reader who closes the tab must not spoil it for the others who wait.
                var provider = await ReadAsync(options.Get(AccessFeature.ProviderScheme), now, CancellationToken.None);
                Volatile.Write(ref _known, provider);
                return provider;
            }
            catch (SignInException fault) when (_known is not null && now - _known.ReadAt < Usable)
            {
                Log.KeptOld(logger, fault.Code);
                return _known;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private static async Task<Provider> ReadAsync(OidcOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var documents = new HttpDocumentRetriever(options.Backchannel)
        {
            RequireHttps = options.RequireHttpsMetadata,
            SendAdditionalHeaderData = false,
        };
        try
        {
            var address = options.Authority.TrimEnd('/') + "/.well-known/openid-configuration";
            var metadata = OpenIdConnectConfiguration.Create(await documents.GetDocumentAsync(address, cancellationToken));
            Check(metadata, options);
            var keys = UsableKeys(JsonWebKeySet.Create(await documents.GetDocumentAsync(metadata.JwksUri, cancellationToken)));
            return keys.Count > 0 ? new Provider(metadata, keys, now) : throw Untrusted("no_usable_key");
        }
        // IdentityModel wraps what HttpClient and the JSON reader throw in these two.
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            throw new SignInException(SignInReason.Unreachable, "discovery_unreachable", e);
        }
        catch (Exception e) when (e is not SignInException)
        {
            throw new SignInException(SignInReason.Untrusted, "discovery_unreadable", e);
        }
    }

    private static void Check(OpenIdConnectConfiguration metadata, OidcOptions options)
    {
        // OpenID Connect Discovery §4.3: identical, or the document is somebody else's.
        if (metadata.Issuer != options.Authority)
            throw Untrusted("discovery_of_another_issuer");
        string?[] needed = [metadata.AuthorizationEndpoint, metadata.TokenEndpoint, metadata.JwksUri];
        if (!needed.All(address => IsEndpoint(address, options)) || metadata.EndSessionEndpoint is { Length: > 0 } end && !IsEndpoint(end, options))
            throw Untrusted("endpoint_missing_or_not_https");
        if (metadata.CodeChallengeMethodsSupported is { Count: > 0 } methods && !methods.Contains("S256"))
            throw Untrusted("pkce_s256_not_offered");
    }

    private static bool IsEndpoint(string? address, OidcOptions options) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && !options.RequireHttpsMetadata);

    private static List<JsonWebKey> UsableKeys(JsonWebKeySet set) =>
    [
        .. set.Keys.Where(key => key.Kty == JsonWebAlgorithmsKeyTypes.RSA
            && key.Use is null or "" or JsonWebKeyUseNames.Sig
            && key.Alg is null or "" or SecurityAlgorithms.RsaSha256
            && key.KeySize >= SmallestKey),
    ];

    private static SignInException Untrusted(string code) => new(SignInReason.Untrusted, code);

    private static partial class Log
    {
        [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "The sign-in provider's metadata could not be read anew ({Code}); the last good one stays in use")]
        public static partial void KeptOld(ILogger logger, string code);
    }
}

using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HrpPortal.Access;

/// <summary>
/// OpenID Connect, code flow with PKCE (OpenID Connect Core §3.1, RFC 7636, RFC 9207, RFC 9700), on the framework's OAuth handler.
/// That one brings the protected state, its correlation cookie and the PKCE verifier inside the state; here are discovery at
/// run time, the nonce, the issuer of the response, the id_token, and that each state is good once.
/// </summary>
internal sealed partial class OidcHandler(
    IOptionsMonitor<OidcOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    ProviderMetadata metadata, IdTokenCheck idTokens, SpentStates spent) : OAuthHandler<OidcOptions>(options, logger, encoder)
{
    private const string NonceKey = "nonce";
    private const string StartedKey = "started";
    private static readonly string[] Singles = ["state", "code", "iss", "error"];

    private Provider? _provider;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            _provider = await metadata.GetAsync(Context.RequestAborted);
        }
        catch (SignInException fault)
        {
            SignInFailure.Answer(Context, fault);
            return;
        }
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        // Verifier and nonce travel inside the protected state, and the state is good only together with the correlation
        // cookie of the browser that began: so all three are bound to that browser.
        var verifier = RandomText();
        var nonce = RandomText();
        properties.Items[OAuthConstants.CodeVerifierKey] = verifier;
        properties.Items[NonceKey] = nonce;
        properties.Items[StartedKey] = TimeProvider.GetUtcNow().ToString("O");
        return QueryHelpers.AddQueryString(_provider!.Metadata.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Options.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = Options.Scopes,
            ["state"] = Options.StateDataFormat.Protect(properties),
            [NonceKey] = nonce,
            [OAuthConstants.CodeChallengeKey] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            [OAuthConstants.CodeChallengeMethodKey] = OAuthConstants.CodeChallengeMethodS256,
        });
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        if (!HttpMethods.IsGet(Request.Method) || Singles.Any(name => Request.Query[name].Count > 1))
            return Fail(SignInReason.Untrusted, "response_malformed");
        _provider = await metadata.GetAsync(Context.RequestAborted);
        // RFC 9207 §2.4, before anything of the response is believed or sent on: a code that another provider issued
        // must not be carried to this one, nor the other way round.
        var issuer = (string?)Request.Query["iss"];
        if (issuer is not null ? issuer != _provider.Metadata.Issuer : _provider.Metadata.AuthorizationResponseIssParameterSupported)
            return Fail(SignInReason.Untrusted, "response_iss");
        // The provider's words for its errors come through the browser: they are neither shown nor logged.
        if (Request.Query["error"] is [{ } error])
            return Fail(SignInReason.Declined, error == "access_denied" ? "access_denied" : "provider_error");
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var items = context.Properties.Items;
        if (!items.TryGetValue(NonceKey, out var nonce) || !items.TryGetValue(StartedKey, out var started)
            || !items.TryGetValue(OAuthConstants.CodeVerifierKey, out var verifier))
            throw new SignInException(SignInReason.Stale, "state_incomplete");
        var end = DateTimeOffset.Parse(started!, System.Globalization.CultureInfo.InvariantCulture) + Options.RemoteAuthenticationTimeout;
        if (TimeProvider.GetUtcNow() > end)
            throw new SignInException(SignInReason.Stale, "state_expired");
        if (!spent.TrySpend(nonce!, end))
            throw new SignInException(SignInReason.Stale, "state_spent");

        using var request = TokenRequest(context, verifier!);
        try
        {
            using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
            if (!response.IsSuccessStatusCode)
                throw new SignInException((int)response.StatusCode >= 500 ? SignInReason.Unreachable : SignInReason.Untrusted, "token_endpoint_refused");
            return OAuthTokenResponse.Success(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted)));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new SignInException(SignInReason.Unreachable, "token_endpoint_unreachable", e);
        }
        catch (JsonException)
        {
            // Not kept as the cause: its message can quote the document, and so a token.
            throw new SignInException(SignInReason.Untrusted, "token_response_unreadable");
        }
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (!string.Equals(tokens.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase))
            throw new SignInException(SignInReason.Untrusted, "token_type");
        if (!tokens.Response!.RootElement.TryGetProperty("id_token", out var idToken) || idToken.ValueKind != JsonValueKind.String)
            throw new SignInException(SignInReason.Untrusted, "id_token_missing");
        var payload = await idTokens.CheckAsync(idToken.GetString()!, properties.Items[NonceKey]!, Options, _provider!, Context.RequestAborted);
        var person = StaffClaims.From(payload, Options.RoleClaim, Options.FacilityClaim, RandomText(), TimeProvider.GetUtcNow());
        if (StaffMember.From(person) is { Id: var staff })
            Log.SignedIn(Logger, staff);
        // Fresh properties: nonce and verifier have done their work, and no token is kept.
        return new AuthenticationTicket(person, new AuthenticationProperties { RedirectUri = properties.RedirectUri }, Scheme.Name);
    }

    private HttpRequestMessage TokenRequest(OAuthCodeExchangeContext context, string verifier)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
            [OAuthConstants.CodeVerifierKey] = verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, _provider!.Metadata.TokenEndpoint);
        // OpenID Connect Discovery §3: without a list, client_secret_basic is meant (RFC 6749 §2.3.1: both parts form-encoded first).
        if (_provider.Metadata.TokenEndpointAuthMethodsSupported is { Count: > 0 } methods && !methods.Contains("client_secret_basic"))
        {
            form["client_id"] = Options.ClientId;
            form["client_secret"] = Options.ClientSecret;
        }
        else
        {
            var credentials = $"{Uri.EscapeDataString(Options.ClientId)}:{Uri.EscapeDataString(Options.ClientSecret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static HandleRequestResult Fail(SignInReason reason, string code) => HandleRequestResult.Fail(new SignInException(reason, code));

    private static string RandomText() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private static partial class Log
    {
        [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "{Staff} signed in")]
        public static partial void SignedIn(ILogger logger, string staff);
    }
}

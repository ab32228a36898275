using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Tests.Access;

/// <summary>
/// An OpenID provider written by hand, without any of the libraries that the portal uses, on a real socket. By itself it is
/// correct and strict (single-use codes, S256, exact redirect address, client secret); each Bend… lets a test turn one screw.
/// The world knows it as https://{host}; <see cref="Network"/> brings those calls to its port.
/// </summary>
internal sealed class RogueProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestClock _clock;
    private readonly ConcurrentDictionary<string, IssuedCode> _codes = new();

    private RogueProvider(WebApplication app, TestClock clock, string host) => (_app, _clock, Issuer) = (app, clock, $"https://{host}");

    public string Issuer { get; }

    public int Port { get; private set; }

    public SigningKey Key { get; set; } = SigningKey.First;

    /// <summary>The person at the keyboard; signed in at once, without a question.</summary>
    public JsonObject Person { get; } = new() { ["sub"] = "u-100", ["name"] = "Asha Rao", ["roles"] = new JsonArray("clerk") };

    public Action<JsonObject>? BendDiscovery { get; set; }

    public Action<JsonArray>? BendKeys { get; set; }

    /// <summary>Sent in place of the keys, as it stands.</summary>
    public string? KeyDocument { get; set; }

    public Action<JsonObject>? BendHeader { get; set; }

    public Action<JsonObject>? BendClaims { get; set; }

    public Action<JsonObject>? BendTokenResponse { get; set; }

    /// <summary>Makes the whole token in place of the ordinary signing.</summary>
    public Func<JsonObject, JsonObject, string>? BendToken { get; set; }

    /// <summary>Set: every answer is this status.</summary>
    public int? Broken { get; set; }

    /// <summary>How the portal last showed its secret: "header" or "form"; null when it did not.</summary>
    public string? ClientCameBy { get; private set; }

    public int DiscoveryReads => _discoveryReads;

    public int KeyReads => _keyReads;

    public int TokenCalls => _tokenCalls;

    private int _discoveryReads;
    private int _keyReads;
    private int _tokenCalls;

    public static async Task<RogueProvider> StartAsync(TestClock clock, string host = "id.test")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new RogueProvider(app, clock, host);
        app.Use((context, next) =>
        {
            if (provider.Broken is not { } status)
                return next(context);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        app.MapGet("/end", (string client_id, string post_logout_redirect_uri) => client_id == "hrp-portal" ? Results.Redirect(post_logout_redirect_uri) : Results.BadRequest());
        await app.StartAsync();
        provider.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Discovery()
    {
        Interlocked.Increment(ref _discoveryReads);
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["end_session_endpoint"] = $"{Issuer}/end",
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["authorization_response_iss_parameter_supported"] = true,
        };
        BendDiscovery?.Invoke(document);
        return Results.Text(document.ToJsonString(), "application/json");
    }

    private IResult Keys()
    {
        Interlocked.Increment(ref _keyReads);
        var keys = new JsonArray(Key.Public());
        BendKeys?.Invoke(keys);
        return Results.Text(KeyDocument ?? new JsonObject { ["keys"] = keys }.ToJsonString(), "application/json");
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["code_challenge_method"] != "S256" || query["response_type"] != "code" || query["client_id"] != "hrp-portal")
            return Results.BadRequest("not an order for a code with S256");
        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = new IssuedCode(query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!);
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}&iss={Uri.EscapeDataString(Issuer)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _tokenCalls);
        var form = await request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("hrp-portal:kept%20secret"));
        ClientCameBy = request.Headers.Authorization == basic ? "header"
            : form["client_id"] == "hrp-portal" && form["client_secret"] == "kept secret" ? "form" : null;
        if (ClientCameBy is null)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.TryRemove(form["code"].ToString(), out var code) || code.RedirectUri != form["redirect_uri"] || code.Challenge != challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var answer = new JsonObject { ["access_token"] = "not-for-the-portal", ["token_type"] = "Bearer", ["expires_in"] = 300, ["id_token"] = IdToken(code.Nonce) };
        BendTokenResponse?.Invoke(answer);
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    private string IdToken(string nonce)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = Key.Kid, ["typ"] = "JWT" };
        var claims = new JsonObject { ["iss"] = Issuer, ["aud"] = "hrp-portal", ["iat"] = now, ["exp"] = now + 300, ["nonce"] = nonce };
        foreach (var (name, value) in Person)
            claims[name] = value?.DeepClone();
        BendHeader?.Invoke(header);
        BendClaims?.Invoke(claims);
        return BendToken is null ? Key.Sign(header, claims) : BendToken(header, claims);
    }

    private sealed record IssuedCode(string Challenge, string Nonce, string RedirectUri);
}

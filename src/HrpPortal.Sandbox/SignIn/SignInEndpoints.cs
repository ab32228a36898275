using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Signing;
using Microsoft.AspNetCore.WebUtilities;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The hospital's OpenID provider, under /oidc.</summary>
internal sealed class SignInEndpoints(FrontChannel front, BackChannel back, Issuer issuer, KeyRing keys)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var oidc = app.MapGroup("/oidc");
        oidc.MapGet("/.well-known/openid-configuration", http => http.Response.WriteAsJsonAsync(Discovery()));
        oidc.MapGet("/jwks", http => http.Response.WriteAsJsonAsync(keys.OpenIdJwks()));
        oidc.MapGet("/authorize", front.StartAsync);
        oidc.MapPost("/sign-in", front.SignInAsync);
        oidc.MapGet("/sign-in.css", SignInPage.WriteCssAsync);
        oidc.MapPost("/token", back.ExchangeAsync);
        oidc.MapGet("/userinfo", back.UserInfoAsync);
        oidc.MapGet("/end-session", SignOutAsync);
    }

    /// <summary>Nobody stays signed in here, so that signing out is only the way back.</summary>
    private static Task SignOutAsync(HttpContext http)
    {
        var target = http.Request.Query["post_logout_redirect_uri"].ToString();
        if (!SignInClient.IsLocal(target)) return SignInPage.WriteMessageAsync(http, 200, "You are signed out", "You may close this page.");
        if (http.Request.Query["state"] is [{ } state]) target = QueryHelpers.AddQueryString(target, "state", state);
        http.Response.Redirect(target);
        return Task.CompletedTask;
    }

    private JsonObject Discovery() => new()
    {
        ["issuer"] = issuer.Value,
        ["authorization_endpoint"] = issuer.Value + "/authorize",
        ["token_endpoint"] = issuer.Value + "/token",
        ["userinfo_endpoint"] = issuer.Value + "/userinfo",
        ["end_session_endpoint"] = issuer.Value + "/end-session",
        ["jwks_uri"] = issuer.Value + "/jwks",
        ["scopes_supported"] = new JsonArray("openid", "profile"),
        ["response_types_supported"] = new JsonArray("code"),
        ["response_modes_supported"] = new JsonArray("query"),
        ["grant_types_supported"] = new JsonArray("authorization_code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
        ["code_challenge_methods_supported"] = new JsonArray("S256"),
        ["claims_supported"] = new JsonArray("sub", "name", "preferred_username", "roles"),
        ["authorization_response_iss_parameter_supported"] = true,
    };
}

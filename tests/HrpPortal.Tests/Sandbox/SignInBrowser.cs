using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace HrpPortal.Tests.Sandbox;

/// <summary>A browser and a client in one, driven by hand through the sign-in provider.</summary>
internal sealed partial class SignInBrowser(Uri address) : IDisposable
{
    public const string Redirect = "http://localhost:5080/signin-oidc";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public HttpClient Http => http;

    public static Dictionary<string, string?> Request() => new()
    {
        ["client_id"] = "hrp-portal",
        ["redirect_uri"] = Redirect,
        ["response_type"] = "code",
        ["scope"] = "openid profile",
        ["state"] = "a state",
        ["nonce"] = "a nonce",
        ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    public Task<HttpResponseMessage> AuthorizeAsync(Dictionary<string, string?> request) =>
        http.GetAsync(QueryHelpers.AddQueryString("/oidc/authorize", request.Where(one => one.Value is not null)));

    public Task<HttpResponseMessage> PostSignInAsync(string ticket, string userName, string? password = null) =>
        http.PostAsync("/oidc/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["ticket"] = ticket, ["username"] = userName, ["password"] = password ?? userName }));

    public static async Task<string> TicketAsync(HttpResponseMessage page) => Ticket().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;

    /// <summary>Signs in and returns what came back to the redirect URI.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(string userName = "clerk", Dictionary<string, string?>? request = null)
    {
        var page = await AuthorizeAsync(request ?? Request());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return Returned(await PostSignInAsync(await TicketAsync(page), userName));
    }

    public static Dictionary<string, string> Returned(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith("http://", response.Headers.Location!.OriginalString);
        Assert.EndsWith("/signin-oidc", response.Headers.Location.GetLeftPart(UriPartial.Path));
        return QueryHelpers.ParseQuery(response.Headers.Location.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
    }

    public static Dictionary<string, string?> Exchange(string code) => new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Redirect,
        ["code_verifier"] = Verifier,
        ["client_id"] = "hrp-portal",
        ["client_secret"] = "sandbox-only",
    };

    public async Task<(HttpStatusCode Status, JsonObject Body)> TokenAsync(Dictionary<string, string?> form)
    {
        using var response = await http.PostAsync("/oidc/token", new FormUrlEncodedContent(form.Where(one => one.Value is not null)!));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();
}

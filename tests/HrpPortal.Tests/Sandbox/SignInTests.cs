using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static HrpPortal.Tests.Sandbox.SignInBrowser;

namespace HrpPortal.Tests.Sandbox;

public sealed class SignInTests : IAsyncLifetime
{
    private SandboxHost sandbox = null!;

    private SignInBrowser Browser => sandbox.Browser;

    private string Issuer => sandbox.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + "/oidc";

    public async Task InitializeAsync() => sandbox = await SandboxHost.StartAsync();

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [Theory]
    [InlineData("clerk", "clerk")]
    [InlineData("records", "records")]
    [InlineData("admin", "admin")]
    [InlineData("visitor", null)]
    public async Task A_demo_person_signs_in_with_the_right_roles(string userName, string? role)
    {
        var returned = await Browser.SignInAsync(userName);
        Assert.Equal(("a state", Issuer), (returned["state"], returned["iss"]));

        var (status, tokens) = await Browser.TokenAsync(Exchange(returned["code"]));
        Assert.Equal(HttpStatusCode.OK, status);
        var validated = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync((string)tokens["id_token"]!, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = "hrp-portal",
            ValidAlgorithms = ["RS256"],
            IssuerSigningKeys = new JsonWebKeySet(await Browser.Http.GetStringAsync("/oidc/jwks")).GetSigningKeys(),
            LifetimeValidator = (_, expires, _, _) => expires > sandbox.Clock.GetUtcNow().UtcDateTime,
        });
        Assert.True(validated.IsValid);
        var claims = validated.ClaimsIdentity;
        Assert.Equal(("a nonce", "hrp-portal", userName), (claims.FindFirst("nonce")!.Value, claims.FindFirst("azp")!.Value, claims.FindFirst("preferred_username")!.Value));
        Assert.Equal(role is null ? [] : [role], claims.FindAll("roles").Select(claim => claim.Value));
        Assert.NotEqual(userName, claims.FindFirst("sub")!.Value);

        var info = await UserInfoAsync((string)tokens["access_token"]!);
        Assert.Equal(claims.FindFirst("sub")!.Value, (string)info!["sub"]!);
        Assert.Equal(claims.FindFirst("name")!.Value, (string)info["name"]!);
    }

    [Fact]
    public async Task Discovery_names_endpoints_that_are_there()
    {
        var document = JsonNode.Parse(await Browser.Http.GetStringAsync("/oidc/.well-known/openid-configuration"))!;

        Assert.Equal(Issuer, (string)document["issuer"]!);
        foreach (var name in new[] { "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "end_session_endpoint", "jwks_uri" })
        {
            using var response = await Browser.Http.GetAsync((string)document[name]!);
            Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_page_has_its_labels_and_a_strict_policy()
    {
        using var page = await Browser.AuthorizeAsync(Request());
        var html = await page.Content.ReadAsStringAsync();

        Assert.Contains("""<label for="username">Username</label>""", html);
        Assert.Contains("""<label for="password">Password</label>""", html);
        Assert.Contains("""<button type="submit">Sign in</button>""", html);
        Assert.DoesNotContain("style=", html);
        Assert.DoesNotContain("<script", html);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy);
        Assert.EndsWith("form-action 'self' http://localhost:5080", policy);
        Assert.Contains("color-scheme", await Browser.Http.GetStringAsync("/oidc/sign-in.css"));
    }

    [Fact]
    public async Task A_wrong_password_says_so_and_the_same_page_still_works()
    {
        var ticket = await TicketAsync(await Browser.AuthorizeAsync(Request()));

        using var refused = await Browser.PostSignInAsync(ticket, "<clerk>", "wrong");
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("role=\"alert\"", html);
        Assert.Contains("value=\"&lt;clerk&gt;\"", html);

        Assert.True(Returned(await Browser.PostSignInAsync(ticket, "clerk")).ContainsKey("code"));
    }

    [Fact]
    public async Task Another_browser_cannot_post_the_ticket()
    {
        using var other = new SignInBrowser(sandbox.Http.BaseAddress!);
        var ticket = await TicketAsync(await Browser.AuthorizeAsync(Request()));

        using var refused = await other.PostSignInAsync(ticket, "clerk");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Null(refused.Headers.Location);
    }

    [Fact]
    public async Task Two_tabs_of_one_browser_both_work_and_each_once()
    {
        var first = await TicketAsync(await Browser.AuthorizeAsync(Request()));
        var second = await TicketAsync(await Browser.AuthorizeAsync(Request()));

        Assert.True(Returned(await Browser.PostSignInAsync(first, "clerk")).ContainsKey("code"));
        Assert.True(Returned(await Browser.PostSignInAsync(second, "admin")).ContainsKey("code"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.PostSignInAsync(first, "clerk")).StatusCode);
    }

    [Theory]
    [InlineData("client_id", "other")]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "http://localhost:5080/signin-oidc/")]
    [InlineData("redirect_uri", "http://localhost:5080/signin-oidc?x=1")]
    [InlineData("redirect_uri", "http://localhost:5080/signin-oidc#x")]
    [InlineData("redirect_uri", "http://localhost:5080/x/../signin-oidc")]
    [InlineData("redirect_uri", "http://LOCALHOST:5080/signin-oidc")]
    [InlineData("redirect_uri", "https://localhost:5080/signin-oidc")]
    [InlineData("redirect_uri", "http://localhost:5080@evil.example/signin-oidc")]
    [InlineData("redirect_uri", "http://evil.example/signin-oidc")]
    [InlineData("redirect_uri", "http://127.0.0.1.evil.example/signin-oidc")]
    public async Task A_request_from_nobody_known_is_never_redirected(string name, string? value)
    {
        var request = Request();
        request[name] = value;

        using var response = await Browser.AuthorizeAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, null), (response.StatusCode, response.Headers.Location));
    }

    [Theory]
    [InlineData("http://localhost:1234/signin-oidc")]
    [InlineData("http://127.0.0.1:1234/signin-oidc")]
    public async Task Tests_may_listen_on_any_port_of_this_machine(string redirect)
    {
        var request = Request();
        request["redirect_uri"] = redirect;

        Assert.Equal(HttpStatusCode.OK, (await Browser.AuthorizeAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("response_type", null, "unsupported_response_type")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    public async Task A_wrong_request_goes_back_as_an_error(string name, string? value, string error)
    {
        var request = Request();
        request[name] = value;

        var returned = Returned(await Browser.AuthorizeAsync(request));

        Assert.Equal((error, "a state", Issuer), (returned["error"], returned["state"], returned["iss"]));
    }

    [Fact]
    public async Task Signing_out_leads_back_to_this_machine_only()
    {
        using var back = await Browser.Http.GetAsync("/oidc/end-session?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5080%2Fsigned-out&state=s");
        using var away = await Browser.Http.GetAsync("/oidc/end-session?post_logout_redirect_uri=http%3A%2F%2Fevil.example%2F");

        Assert.Equal("http://localhost:5080/signed-out?state=s", back.Headers.Location!.OriginalString);
        Assert.Equal((HttpStatusCode.OK, null), (away.StatusCode, away.Headers.Location));
    }

    private async Task<JsonNode?> UserInfoAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Browser.Http.SendAsync(request);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync()) : null;
    }
}

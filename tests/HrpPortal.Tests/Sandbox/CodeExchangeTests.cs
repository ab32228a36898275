using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static HrpPortal.Tests.Sandbox.SignInBrowser;

namespace HrpPortal.Tests.Sandbox;

public sealed class CodeExchangeTests : IAsyncLifetime
{
    private SandboxHost sandbox = null!;

    private SignInBrowser Browser => sandbox.Browser;

    public async Task InitializeAsync() => sandbox = await SandboxHost.StartAsync();

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [Theory]
    [InlineData("client_secret", "guess", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("client_secret", null, HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("client_id", "other", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("grant_type", "password", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    [InlineData("code", "guess", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("redirect_uri", "http://localhost:5081/signin-oidc", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("code_verifier", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", HttpStatusCode.BadRequest, "invalid_grant")]
    [InlineData("code_verifier", null, HttpStatusCode.BadRequest, "invalid_grant")]
    public async Task What_does_not_fit_gets_nothing(string name, string? value, HttpStatusCode status, string error)
    {
        var form = Exchange((await Browser.SignInAsync())["code"]);
        form[name] = value;

        var answer = await Browser.TokenAsync(form);

        Assert.Equal((status, error), (answer.Status, (string)answer.Body["error"]!));
    }

    [Fact]
    public async Task A_code_is_good_for_sixty_seconds()
    {
        var code = (await Browser.SignInAsync())["code"];
        sandbox.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.TokenAsync(Exchange(code))).Status);
    }

    [Fact]
    public async Task A_code_used_twice_takes_back_what_it_gave()
    {
        var code = (await Browser.SignInAsync())["code"];
        var access = (string)(await Browser.TokenAsync(Exchange(code))).Body["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, await UserInfoAsync(access));

        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.TokenAsync(Exchange(code))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await UserInfoAsync(access));
    }

    [Fact]
    public async Task An_access_token_ends()
    {
        var access = (string)(await Browser.TokenAsync(Exchange((await Browser.SignInAsync())["code"]))).Body["access_token"]!;
        sandbox.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(HttpStatusCode.Unauthorized, await UserInfoAsync(access));
    }

    [Theory]
    [InlineData("hrp-portal:sandbox-only", HttpStatusCode.OK)]
    [InlineData("hrp%2Dportal:sandbox%2Donly", HttpStatusCode.OK)] // both parts are form-encoded first (RFC 6749 §2.3.1)
    [InlineData("hrp-portal:guess", HttpStatusCode.Unauthorized)]
    [InlineData("hrp-portal", HttpStatusCode.Unauthorized)]
    public async Task The_secret_may_come_as_Basic(string credentials, HttpStatusCode status)
    {
        var form = Exchange((await Browser.SignInAsync())["code"]);
        form.Remove("client_id");
        form.Remove("client_secret");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/token") { Content = new FormUrlEncodedContent(form!) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        using var response = await Browser.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    private async Task<HttpStatusCode> UserInfoAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Browser.Http.SendAsync(request);
        return response.StatusCode;
    }
}

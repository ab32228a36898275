using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Access;

namespace HrpPortal.Tests.Access;

public sealed class SignInTests
{
    [Fact]
    public async Task A_clerk_signs_in_and_lands_where_she_wanted_to_go()
    {
        await using var host = await SignInHost.StartAsync();

        var (_, page) = await host.SignInAsync("/test/desk");

        Assert.Equal("https://portal.test/test/desk", page.Address.ToString());
        Assert.Equal(200, page.Status);
        Assert.Contains("Asha Rao", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_asked_for_without_a_session_leads_through_sign_in_and_back_to_it()
    {
        await using var host = await SignInHost.StartAsync();

        var page = await host.NewBrowser().GoAsync("/test/desk?filter=open");

        Assert.Equal("https://portal.test/test/desk?filter=open", page.Address.ToString());
    }

    [Fact]
    public async Task The_order_for_a_code_carries_state_nonce_and_an_S256_challenge()
    {
        await using var host = await SignInHost.StartAsync();
        var browser = host.NewBrowser();

        var order = new Uri(await browser.NextAsync("/account/sign-in"));
        var again = new Uri(await browser.NextAsync("/account/sign-in"));

        Assert.Equal("https://id.test/authorize", order.GetLeftPart(UriPartial.Path));
        var query = System.Web.HttpUtility.ParseQueryString(order.Query);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal("hrp-portal", query["client_id"]);
        Assert.Equal("https://portal.test/signin-oidc", query["redirect_uri"]);
        Assert.Equal("openid profile", query["scope"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal(43, query["code_challenge"]!.Length);
        Assert.Equal(43, query["nonce"]!.Length);
        var second = System.Web.HttpUtility.ParseQueryString(again.Query);
        Assert.NotEqual(query["nonce"], second["nonce"]);
        Assert.NotEqual(query["code_challenge"], second["code_challenge"]);
        Assert.NotEqual(query["state"], second["state"]);
    }

    [Fact]
    public async Task Every_cookie_is_host_bound_secure_http_only_and_lax_and_the_session_is_small()
    {
        await using var host = await SignInHost.StartAsync();

        var (browser, _) = await host.SignInAsync("/test/desk");
        await browser.GoAsync("/account/no-access");

        Assert.Contains(browser.SetCookies, line => line.StartsWith("__Host-hrp=", StringComparison.Ordinal));
        Assert.All(browser.SetCookies.Where(line => !line.Contains("=;", StringComparison.Ordinal)), line =>
        {
            Assert.StartsWith("__Host-", line, StringComparison.Ordinal);
            Assert.Contains("; path=/;", line + ";", StringComparison.Ordinal);
            Assert.Contains("; secure", line, StringComparison.Ordinal);
            Assert.Contains("; httponly", line, StringComparison.Ordinal);
            Assert.Contains(line.StartsWith("__Host-hrp-form=", StringComparison.Ordinal) ? "; samesite=strict" : "; samesite=lax", line, StringComparison.Ordinal);
            Assert.True(line.Length < 2000, $"{line.Length} characters");
        });
        // The correlation cookie has gone with the sign-in.
        Assert.Equal(["__Host-hrp", "__Host-hrp-form"], browser.Cookies.GetCookies(new Uri("https://portal.test")).Select(cookie => cookie.Name).Order());
    }

    [Theory]
    [InlineData("""["records","Clerk","superuser","clerk"]""", "clerk,records")]
    [InlineData("\"admin\"", "admin")]
    [InlineData("\"clerk other  admin\"", "clerk,admin")]
    [InlineData("""{"clerk":true}""", "")]
    [InlineData("[1,null,[\"clerk\"]]", "")]
    [InlineData("null", "")]
    public async Task Roles_are_read_from_an_array_a_string_or_words_and_only_ours_are_kept(string roles, string expected)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["roles"] = JsonNode.Parse(roles);

        Assert.Equal(expected, await RolesAfterSignInAsync(host));
    }

    [Fact]
    public async Task The_role_claim_may_lie_deeper_and_may_have_dots_in_its_name()
    {
        await using var nested = await SignInHost.StartAsync(("Oidc:RoleClaim", "realm_access.roles"));
        nested.Provider.Person["realm_access"] = new JsonObject { ["roles"] = new JsonArray("records") };
        Assert.Equal("records", await RolesAfterSignInAsync(nested));

        await using var dotted = await SignInHost.StartAsync(("Oidc:RoleClaim", "https://hospital.example/roles"));
        dotted.Provider.Person["https://hospital.example/roles"] = new JsonArray("admin");
        Assert.Equal("admin", await RolesAfterSignInAsync(dotted));
    }

    [Fact]
    [Trait("Row", "6.8.1")]
    public void The_same_subject_of_two_issuers_is_two_people_and_of_one_issuer_one()
    {
        var first = StaffMember.From(Principal("https://a.test", "1"));
        var again = StaffMember.From(Principal("https://a.test", "1"));
        var other = StaffMember.From(Principal("https://b.test", "1"));
        var shifted = StaffMember.From(Principal("https://a.test1", ""));

        Assert.Equal(first!.Id, again!.Id);
        Assert.Equal(3, new[] { first.Id, other!.Id, shifted!.Id }.Distinct().Count());
    }

    [Fact]
    public async Task No_token_secret_or_name_reaches_log_cookie_or_page_address()
    {
        await using var host = await SignInHost.StartAsync();

        var (_, page) = await host.SignInAsync("/test/desk");

        Assert.Equal(200, page.Status);
        Assert.Contains(host.Log.Lines, line => line.Contains("signed in", StringComparison.Ordinal));
        Assert.All(host.Log.Lines, line =>
        {
            Assert.DoesNotContain("not-for-the-portal", line, StringComparison.Ordinal);
            Assert.DoesNotContain("kept secret", line, StringComparison.Ordinal);
            Assert.DoesNotContain("Asha", line, StringComparison.Ordinal);
            Assert.DoesNotContain("u-100", line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(null, "header")]
    [InlineData("client_secret_basic", "header")]
    [InlineData("client_secret_post", "form")]
    public async Task The_client_secret_is_shown_the_way_the_provider_wants_it(string? offered, string expected)
    {
        await using var host = await SignInHost.StartAsync();
        if (offered is not null)
            host.Provider.BendDiscovery = document => document["token_endpoint_auth_methods_supported"] = new JsonArray(offered);

        var (_, page) = await host.SignInAsync("/test/desk");

        Assert.Equal(200, page.Status);
        Assert.Equal(expected, host.Provider.ClientCameBy);
    }

    private static ClaimsPrincipal Principal(string issuer, string subject) =>
        new(new ClaimsIdentity([new("iss", issuer), new("sub", subject)], "test"));

    private static async Task<string> RolesAfterSignInAsync(SignInHost host)
    {
        host.Provider.Person["name"] = "Who";
        var (browser, _) = await host.SignInAsync("/test/desk");
        using var answer = await browser.SendAsync(HttpMethod.Get, "/test/keys");
        using var who = await browser.SendAsync(HttpMethod.Get, "/whoami");
        if (who.StatusCode is HttpStatusCode.Forbidden)
            return "";
        using var json = JsonDocument.Parse(await who.Content.ReadAsStringAsync());
        var roles = string.Join(',', json.RootElement.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(roles.Contains("admin", StringComparison.Ordinal), answer.IsSuccessStatusCode);
        return roles;
    }
}

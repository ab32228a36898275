using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrpPortal.Tests.Access;

public sealed class RoleTests
{
    [Fact]
    [Trait("Row", "O11")]
    public async Task Two_thousand_groups_and_a_page_long_name_make_no_larger_cookie()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["roles"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => (JsonNode)$"group-{i}"), "clerk"]);
        host.Provider.Person["name"] = new string('न', 4000);
        host.Provider.Person["address"] = new JsonObject { ["formatted"] = new string('x', 4000) };

        var (browser, page) = await host.SignInAsync("/test/desk");

        Assert.Equal(200, page.Status);
        Assert.True(browser.Cookies.GetCookieHeader(new Uri("https://portal.test/")).Length < 2000);
    }

    [Theory]
    [Trait("Row", "O11")]
    [InlineData("sub")]
    [InlineData("group")]
    public async Task What_is_larger_than_any_honest_token_is_refused(string claim)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person[claim] = new string('x', claim == "sub" ? 256 : 80_000);

        await host.RefusesAsync(claim == "sub" ? "id_token_sub" : "id_token_too_long");
    }

    [Fact]
    [Trait("Row", "O11")]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendTokenResponse = answer => answer["padding"] = new string('x', 2_000_000);

        await host.RefusesAsync("token_endpoint_unreachable", HrpPortal.Access.SignInReason.Unreachable);
    }

    [Fact]
    [Trait("Row", "O12")]
    public async Task Who_has_no_role_meets_a_friendly_403_that_says_what_is_missing_and_whom_to_ask()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["roles"] = new JsonArray("porter");

        var (browser, page) = await host.SignInAsync("/test/watch");

        Assert.Equal(403, page.Status);
        Assert.Equal("/account/no-access", page.Address.AbsolutePath);
        Assert.Contains("Asha Rao", page.Html, StringComparison.Ordinal);
        Assert.Contains("medical records (records)", page.Html, StringComparison.Ordinal);
        Assert.Contains("Ask the people who manage staff accounts", page.Html, StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, line => line.Contains("was denied: Records is needed", StringComparison.Ordinal));
        using var api = await browser.SendAsync(HttpMethod.Post, "/api/clerks");
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
    }

    [Theory]
    [Trait("Row", "8.2.1")]
    [InlineData("clerk", "desk")]
    [InlineData("records", "desk watch")]
    [InlineData("admin", "desk watch keys")]
    [InlineData("", "")]
    public async Task Each_role_opens_its_pages_and_those_of_the_roles_below(string role, string pages)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["roles"] = new JsonArray(role);
        var (browser, _) = await host.SignInAsync("/test/desk");

        foreach (var page in (string[])["desk", "watch", "keys"])
            Assert.Equal(pages.Split(' ').Contains(page) ? 200 : 403, (await browser.GoAsync($"/test/{page}")).Status);
        foreach (var (address, page) in ((string, string)[])[("/api/clerks", "desk"), ("/api/records", "watch")])
        {
            using var response = await browser.SendAsync(HttpMethod.Post, address);
            Assert.Equal(pages.Split(' ').Contains(page) ? 200 : 403, (int)response.StatusCode);
        }
    }

    [Theory]
    [Trait("Row", "8.2.1")]
    [InlineData("GET", "/whoami", 401)]
    [InlineData("POST", "/api/clerks", 401)]
    [InlineData("POST", "/hubs/test/negotiate?negotiateVersion=1", 401)]
    [InlineData("GET", "/hubs/test", 401)]
    [InlineData("POST", "/test/desk", 401)]
    [InlineData("GET", "/no/such/address", 401)]
    [InlineData("GET", "/test/desk", 302)]
    public async Task Without_a_session_nothing_opens_and_only_pages_lead_to_sign_in(string method, string address, int status)
    {
        await using var host = await SignInHost.StartAsync();

        using var response = await host.NewBrowser().SendAsync(new HttpMethod(method), address, accept: null);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_link_that_the_page_script_follows_becomes_a_navigation_to_sign_in()
    {
        await using var host = await SignInHost.StartAsync();

        using var response = await host.NewBrowser().SendAsync(HttpMethod.Get, "/test/desk", accept: "text/html; blazor-enhanced-nav=on");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("https://portal.test/account/sign-in?returnUrl=%2Ftest%2Fdesk", response.Headers.GetValues("blazor-enhanced-nav-redirect-location").Single());
    }

    [Theory]
    [InlineData("  Asha\t\r\n\u0000 Rao ", "Asha Rao")]
    [InlineData("\u202Eoar ahsa\u2066", "oar ahsa")]
    [InlineData("क\u094D\u200Dष", "क\u094D\u200Dष")]
    [InlineData(" \u0007 ", "Member of staff")]
    public async Task A_name_is_shown_as_it_is_but_without_what_is_not_text(string given, string shown)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["name"] = given;

        var (browser, _) = await host.SignInAsync("/test/desk");

        using var who = await browser.SendAsync(HttpMethod.Get, "/whoami");
        using var json = JsonDocument.Parse(await who.Content.ReadAsStringAsync());
        Assert.Equal(shown, json.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    [Trait("Row", "O11")]
    public async Task A_long_name_is_cut_between_characters()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Person["name"] = "x" + string.Concat(Enumerable.Repeat("😀", 200));

        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
    }
}

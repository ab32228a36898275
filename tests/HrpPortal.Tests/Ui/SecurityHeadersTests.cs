using HrpPortal.Tests.Support;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Ui;

/// <summary>What every answer tells the browser (ASVS 5.0 3.4.3 to 3.4.6, 14.3.2).</summary>
public sealed class SecurityHeadersTests
{
    [Fact, Trait("Row", "3.4.3")]
    public void Nothing_is_allowed_but_our_own_files_and_leaving_by_the_providers_door() => Assert.Equal(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self' https://id.test:8443; frame-ancestors 'none'; object-src 'none'",
        SecurityHeaders.Policy("https://id.test:8443/realms/hospital"));

    [Fact, Trait("Row", "3.4.4")]
    public async Task Every_kind_of_answer_carries_them()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");

        foreach (var path in (string[])["/account/signed-out", "/", "/healthz/live", "/app.css", "/_framework/blazor.web.js", "/no/such/page", "/v0.5/links/link/on-add-contexts"])
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
            var headers = answer.Headers;
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", Assert.Single(headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
            if (answer.Content.Headers.ContentType?.MediaType == "text/html") Assert.True(headers.CacheControl?.NoStore, path);
        }
    }

    [Fact, Trait("Row", "1.2.1")]
    public async Task Pages_hold_no_script_and_no_style_of_their_own()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();

        var page = await browser.GetStringAsync(new Uri("/account/signed-out", UriKind.Relative));

        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        var scripts = page.Split("<script").Length - 1;
        Assert.True(scripts > 1, "The page has no scripts at all.");
        Assert.Equal(scripts, page.Split("<script src=\"").Length - 1);
    }

    [Fact]
    public async Task A_program_that_asks_for_nothing_in_particular_gets_the_bare_status()
    {
        await using var portal = await PortalHost.StartAsync();
        using var program = portal.Anonymous();

        using var answer = await program.GetAsync(new Uri("/v0.5/no/such/callback", UriKind.Relative));

        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
    }
}

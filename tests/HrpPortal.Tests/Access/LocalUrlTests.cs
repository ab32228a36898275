using HrpPortal.Access;

namespace HrpPortal.Tests.Access;

public sealed class LocalUrlTests
{
    [Theory]
    [Trait("Row", "3.7.2")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("evil.test")]
    [InlineData("//evil.test")]
    [InlineData("///evil.test")]
    [InlineData("////evil.test/%2f..")]
    [InlineData("/\\evil.test")]
    [InlineData("\\\\evil.test")]
    [InlineData("\\/evil.test")]
    [InlineData("/\\/evil.test")]
    [InlineData("/path\\..\\evil.test")]
    [InlineData("http://evil.test")]
    [InlineData("https:evil.test")]
    [InlineData("https:/evil.test")]
    [InlineData("HTTPS://EVIL.TEST")]
    [InlineData("https://portal.test@evil.test/")]
    [InlineData("https://portal.test.evil.test/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("ftp://evil.test")]
    [InlineData("?next=//evil.test")]
    [InlineData("#//evil.test")]
    [InlineData("/%2f%2fevil.test")]
    [InlineData("/%2Fevil.test")]
    [InlineData("/%5cevil.test")]
    [InlineData("/%5C%5Cevil.test")]
    [InlineData("/%252f%252fevil.test")]
    [InlineData("/%25252f%25252fevil.test")]
    [InlineData("/%09/evil.test")]
    [InlineData("/\t/evil.test")]
    [InlineData("\t//evil.test")]
    [InlineData(" //evil.test")]
    [InlineData("/\n/evil.test")]
    [InlineData("/\r\nLocation: https://evil.test")]
    [InlineData("/%0d%0aLocation:%20https://evil.test")]
    [InlineData("/\0/evil.test")]
    [InlineData("/%00/evil.test")]
    [InlineData("/./%2fevil.test")]
    [InlineData("/.//evil.test")]
    [InlineData("/patients/..//evil.test")]
    [InlineData("/patients/%2e%2e/%2fevil.test")]
    [InlineData("/\u2215\u2215evil.test")]
    [InlineData("/\uFF0F\uFF0Fevil.test")]
    [InlineData("\uFF0F/evil.test")]
    [InlineData("/\u200B/evil.test")]
    [InlineData("/\u3002evil.test")]
    [InlineData("~/evil.test")]
    [InlineData("/account/sign-in?returnUrl=/")]
    [InlineData("/account/signed-out")]
    [InlineData("/ACCOUNT/sign-in")]
    [InlineData("/account")]
    [InlineData("/%61ccount/sign-in")]
    public void What_is_not_a_plain_path_of_this_portal_becomes_its_root(string? address) =>
        Assert.Equal("/", LocalUrl.OrRoot(address));

    [Fact]
    [Trait("Row", "3.7.2")]
    public void An_address_longer_than_any_of_ours_becomes_the_root() =>
        Assert.Equal("/", LocalUrl.OrRoot("/" + new string('a', 2000)));

    [Theory]
    [InlineData("/")]
    [InlineData("/patients")]
    [InlineData("/patients/0192f1c2-7d7e-7000-8000-000000000000")]
    [InlineData("/links?state=failed&from=2025-11-01#first")]
    [InlineData("/patients?q=Asha%20Rao&next=//x")]
    [InlineData("/patients?q=%E0%A4%86%E0%A4%B6%E0%A4%BE")]
    [InlineData("/patients/%E0%A4%86")]
    [InlineData("/accounts-receivable")]
    public void A_path_of_this_portal_is_kept_as_it_is(string address) =>
        Assert.Equal(address, LocalUrl.OrRoot(address));

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("/%2f%2fevil.test")]
    [Trait("Row", "3.7.2")]
    public async Task Sign_in_leads_back_into_the_portal_whatever_the_address_asked(string address)
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync("/test/desk");
        var fresh = host.NewBrowser();
        var callback = await fresh.NextAsync(await fresh.NextAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}"));

        Assert.Equal("/", await fresh.NextAsync(callback));
        // Who is signed in already is sent on at once: by the same rule.
        Assert.Equal("/", await browser.NextAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}"));
    }
}

using System.Text.Json.Nodes;
using HrpPortal.Access;

namespace HrpPortal.Tests.Access;

/// <summary>
/// The attacks on sign-in, numbered in the order of the table that they come from:
/// O1 state missing, reused, from another browser · O2 nonce mismatch · O3 PKCE missing or plain · O4 code replay ·
/// O5 id_token alg and signature attacks (J4–J13) · O6 wrong iss, aud, azp · O7 iss mix-up with two providers (RFC 9207) ·
/// O8 discovery document of another issuer · O9 token endpoint over http · O10 clock skew · O11 huge claims ·
/// O12 user without a role. O1–O4 are here, O5, O6 and O10 in IdTokenAttacks, O7–O9 in ProviderAttacks, O11 and O12 in RoleTests.
/// </summary>
public sealed class StateAttacks
{
    [Theory]
    [Trait("Row", "O1")]
    [InlineData("")]
    [InlineData("&state=")]
    [InlineData("&state=CfDJ8-invented")]
    [InlineData("&state=a&state=b")]
    public async Task A_response_without_a_state_of_ours_is_refused_and_its_code_goes_nowhere(string state)
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();

        var page = await browser.GoAsync($"/signin-oidc?code={Query(callback, "code")}&iss={host.Provider.Issuer}{state}");

        var (reason, code) = state.Contains("&state=a&", StringComparison.Ordinal) ? (SignInReason.Untrusted, "response_malformed") : (SignInReason.Stale, "state_invalid");
        await host.AssertRefusedAsync(browser, page, code, reason);
        Assert.Equal(0, host.Provider.TokenCalls);
    }

    [Fact]
    [Trait("Row", "O1")]
    public async Task A_state_is_good_in_the_browser_that_began_and_in_no_other()
    {
        await using var host = await SignInHost.StartAsync();
        var (_, callback) = await host.ComeBackAsync();
        var victim = host.NewBrowser();
        // Also one that has a sign-in of its own under way.
        await victim.NextAsync("/account/sign-in");

        var page = await victim.GoAsync(callback);

        await host.AssertRefusedAsync(victim, page, "state_invalid", SignInReason.Stale);
        Assert.Equal(0, host.Provider.TokenCalls);
    }

    [Fact]
    [Trait("Row", "O1")]
    public async Task A_state_is_good_once_even_for_one_who_kept_a_copy_of_the_cookies()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();
        var thief = browser.Copy();
        Assert.EndsWith("/whoami", await browser.NextAsync(callback), StringComparison.Ordinal);

        await host.AssertRefusedAsync(thief, await thief.GoAsync(callback), "state_spent", SignInReason.Stale);

        Assert.Equal(1, host.Provider.TokenCalls);
        // The browser itself, by its Back button, is refused too, and stays signed in.
        Assert.Contains("reason=Stale", (await browser.GoAsync(callback)).Address.Query, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.GoAsync("/test/desk")).Status);
    }

    [Fact]
    [Trait("Row", "O1")]
    public async Task A_state_is_good_for_fifteen_minutes()
    {
        await using var host = await SignInHost.StartAsync();
        var (late, lateCallback) = await host.ComeBackAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        var (inTime, callback) = await host.ComeBackAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));

        await host.AssertRefusedAsync(late, await late.GoAsync(lateCallback), "state_expired", SignInReason.Stale);
        Assert.Equal(200, (await inTime.GoAsync(callback)).Status);
    }

    [Fact]
    [Trait("Row", "O1")]
    public async Task The_callback_answers_get_only()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();

        using var response = await browser.SendAsync(HttpMethod.Post, callback);

        Assert.Contains("reason=Untrusted", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, host.Provider.TokenCalls);
    }

    [Theory]
    [Trait("Row", "O2")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("of-another-sign-in")]
    public async Task An_id_token_with_another_nonce_or_none_is_refused(string? nonce)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendClaims = claims =>
        {
            claims.Remove("nonce");
            if (nonce is not null)
                claims["nonce"] = nonce;
        };

        await host.RefusesAsync("id_token_nonce");
    }

    [Fact]
    [Trait("Row", "O2")]
    public async Task An_id_token_of_an_earlier_sign_in_is_refused_though_it_is_genuine()
    {
        await using var host = await SignInHost.StartAsync();
        string? first = null;
        host.Provider.BendTokenResponse = answer => answer["id_token"] = first ??= (string)answer["id_token"]!;
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);

        await host.RefusesAsync("id_token_nonce");
    }

    [Fact]
    [Trait("Row", "O3")]
    public async Task A_code_injected_from_another_sign_in_fails_for_want_of_its_verifier()
    {
        await using var host = await SignInHost.StartAsync();
        var (_, victims) = await host.ComeBackAsync();
        var (attacker, own) = await host.ComeBackAsync();

        var page = await attacker.GoAsync(own.Replace(Query(own, "code"), Query(victims, "code"), StringComparison.Ordinal));

        await host.AssertRefusedAsync(attacker, page, "token_endpoint_refused");
    }

    [Fact]
    [Trait("Row", "O3")]
    public async Task A_provider_that_offers_only_plain_pkce_is_not_signed_in_with()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendDiscovery = document => document["code_challenge_methods_supported"] = new JsonArray("plain");

        await host.RefusesAsync("pkce_s256_not_offered");
    }

    [Fact]
    [Trait("Row", "O3")]
    public async Task A_provider_that_does_not_say_whether_it_knows_pkce_gets_S256()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendDiscovery = document => document.Remove("code_challenge_methods_supported");

        // The provider of these tests gives no code without S256.
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
    }

    [Fact]
    [Trait("Row", "O4")]
    public async Task A_code_is_good_once_in_a_sign_in_of_its_own_browser_too()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();
        await browser.NextAsync(callback);
        var (again, next) = await host.ComeBackAsync();

        var page = await again.GoAsync(next.Replace(Query(next, "code"), Query(callback, "code"), StringComparison.Ordinal));

        await host.AssertRefusedAsync(again, page, "token_endpoint_refused");
        Assert.Equal(2, host.Provider.TokenCalls);
    }

    [Fact]
    public async Task A_refusal_by_the_provider_is_said_in_our_words_not_in_those_of_the_address()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();
        var refused = $"/signin-oidc?error=access_denied&error_description=%0d%0aFORGED+call+0800&state={Uri.EscapeDataString(Query(callback, "state"))}&iss={host.Provider.Issuer}";

        var page = await browser.GoAsync(refused);

        await host.AssertRefusedAsync(browser, page, "access_denied", SignInReason.Declined);
        Assert.DoesNotContain("FORGED", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("FORGED", StringComparison.Ordinal));
    }

    private static string Query(string address, string name) => System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)[name]!;
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HrpPortal.Access;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Access;

public sealed class ProviderAttacks
{
    [Theory]
    [Trait("Row", "O7")]
    [InlineData("https://other.test")]
    [InlineData("https://id.test/")]
    [InlineData("")]
    public async Task A_response_that_names_another_issuer_is_refused_before_its_code_goes_out(string issuer)
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();

        var page = await browser.GoAsync(callback.Replace(Uri.EscapeDataString(host.Provider.Issuer), Uri.EscapeDataString(issuer), StringComparison.Ordinal));

        await host.AssertRefusedAsync(browser, page, "response_iss");
        Assert.Equal(0, host.Provider.TokenCalls);
    }

    [Fact]
    [Trait("Row", "O7")]
    public async Task A_code_of_another_provider_is_not_carried_to_ours()
    {
        await using var host = await SignInHost.StartAsync();
        await using var other = await RogueProvider.StartAsync(host.Clock, "other.test");
        host.Internet.With("other.test", other.Port);
        var browser = host.NewBrowser();
        var order = await browser.NextAsync("/account/sign-in");

        var page = await browser.GoAsync(order.Replace("https://id.test/", "https://other.test/", StringComparison.Ordinal));

        await host.AssertRefusedAsync(browser, page, "response_iss");
        Assert.Equal(0, host.Provider.TokenCalls + other.TokenCalls);
    }

    [Fact]
    [Trait("Row", "O7")]
    public async Task The_issuer_may_be_left_out_only_by_a_provider_that_never_promised_it()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, callback) = await host.ComeBackAsync();
        var without = callback[..callback.IndexOf("&iss=", StringComparison.Ordinal)];
        await host.AssertRefusedAsync(browser, await browser.GoAsync(without), "response_iss");

        await using var silent = await SignInHost.StartAsync();
        silent.Provider.BendDiscovery = document => document.Remove("authorization_response_iss_parameter_supported");
        (browser, callback) = await silent.ComeBackAsync();
        without = callback[..callback.IndexOf("&iss=", StringComparison.Ordinal)];
        Assert.Equal(200, (await browser.GoAsync(without)).Status);
    }

    [Theory]
    [Trait("Row", "O8")]
    [InlineData("https://other.test")]
    [InlineData("https://id.test/")]
    [InlineData("https://id.test/tenant")]
    [InlineData(null)]
    public async Task A_discovery_document_of_another_issuer_is_refused_and_nothing_it_names_is_asked(string? issuer)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendDiscovery = document => document["issuer"] = issuer;

        await host.RefusesAsync("discovery_of_another_issuer");

        Assert.Equal(0, host.Provider.KeyReads);
    }

    [Theory]
    [Trait("Row", "O9")]
    [InlineData("token_endpoint", "http://id.test/token")]
    [InlineData("authorization_endpoint", "http://id.test/authorize")]
    [InlineData("jwks_uri", "http://id.test/keys")]
    [InlineData("end_session_endpoint", "http://id.test/end")]
    [InlineData("token_endpoint", "/token")]
    [InlineData("token_endpoint", "file:///etc/passwd")]
    [InlineData("token_endpoint", null)]
    [InlineData("jwks_uri", null)]
    public async Task An_endpoint_that_is_not_https_is_refused_and_not_asked(string endpoint, string? address)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendDiscovery = document => document[endpoint] = address;

        await host.RefusesAsync("endpoint_missing_or_not_https");

        Assert.DoesNotContain(host.Outgoing.Asked, asked => asked.Scheme != "https");
        Assert.Equal(0, host.Provider.TokenCalls);
    }

    [Theory]
    [InlineData("<html>maintenance</html>", "discovery_unreadable")]
    [InlineData("", "discovery_unreadable")]
    [InlineData("{}", "no_usable_key")]
    [InlineData("{\"keys\":[]}", "no_usable_key")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"c2VjcmV0\"}]}", "no_usable_key")]
    public async Task A_set_without_a_usable_key_is_refused(string document, string code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.KeyDocument = document;

        await host.RefusesAsync(code);
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "RS512")]
    [InlineData("size", "1024")]
    public async Task A_key_that_is_weak_or_meant_for_something_else_signs_nobody_in(string what, string value)
    {
        await using var host = await SignInHost.StartAsync();
        using var weak = RSA.Create(1024);
        if (what == "size")
            host.Provider.Key = new SigningKey("key-1", weak);
        else
            host.Provider.BendKeys = keys => keys[0]![what] = value;

        await host.RefusesAsync("no_usable_key");
    }

    [Fact]
    public async Task Metadata_that_cannot_be_read_anew_stays_in_use_for_a_day_and_no_longer()
    {
        await using var host = await SignInHost.StartAsync();
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        host.Provider.KeyDocument = "<html>maintenance</html>";

        host.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        Assert.Equal(2, host.Provider.KeyReads);

        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.RefusesAsync("discovery_unreadable");
    }

    [Fact]
    public async Task A_new_key_is_fetched_once_at_its_first_use_and_not_more_than_once_in_30_seconds()
    {
        await using var host = await SignInHost.StartAsync();
        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        host.Provider.Key = SigningKey.New("key-2");

        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        Assert.Equal(2, host.Provider.KeyReads);

        host.Provider.BendHeader = header => header["kid"] = "invented";
        for (var i = 0; i < 5; i++)
            await host.RefusesAsync("id_token_key_unknown");
        Assert.Equal(2, host.Provider.KeyReads);
        host.Provider.Key.Rsa.Dispose();
    }

    [Fact]
    public async Task With_the_provider_down_the_signed_in_work_on_and_new_sign_ins_get_a_clear_page()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.Broken = 503;
        await host.RefusesAsync("discovery_unreachable", SignInReason.Unreachable);
        host.Provider.Broken = null;
        var (clerk, _) = await host.SignInAsync("/test/desk");
        var (caught, callback) = await host.ComeBackAsync();

        host.Provider.Broken = 503;

        Assert.Equal(200, (await clerk.GoAsync("/test/desk")).Status);
        await host.AssertRefusedAsync(caught, await caught.GoAsync(callback), "token_endpoint_refused", SignInReason.Unreachable);
        host.Clock.Advance(TimeSpan.FromHours(25));
        var page = await host.NewBrowser().GoAsync("/account/sign-in");
        Assert.Contains("does not answer", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token_type", "\"mac\"", "token_type")]
    [InlineData("token_type", null, "token_type")]
    [InlineData("id_token", null, "id_token_missing")]
    [InlineData("id_token", "5", "id_token_missing")]
    public async Task A_token_answer_of_another_kind_is_refused(string member, string? value, string code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendTokenResponse = answer =>
        {
            answer.Remove(member);
            if (value is not null)
                answer[member] = JsonNode.Parse(value);
        };

        await host.RefusesAsync(code);
    }

    [Fact]
    public async Task Settings_are_checked_at_the_start_and_every_mistake_is_named_in_one_message()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => SignInHost.StartAsync(
            ("Oidc:Authority", "http://id.test"), ("Oidc:ClientId", ""), ("Oidc:ClientSecret", " "), ("Oidc:Scopes", "profile"), ("Oidc:RoleClaim", ""), ("Oidc:FacilityClaim", " ")));

        Assert.All(["Oidc:Authority", "Oidc:ClientId", "Oidc:ClientSecret", "Oidc:Scopes", "Oidc:RoleClaim", "Oidc:FacilityClaim"], setting =>
            Assert.Contains(setting, refused.Message, StringComparison.Ordinal));
    }
}

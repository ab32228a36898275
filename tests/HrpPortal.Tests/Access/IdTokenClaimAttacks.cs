using System.Text.Json.Nodes;

namespace HrpPortal.Tests.Access;

public sealed class IdTokenClaimAttacks
{
    [Theory]
    [Trait("Row", "O6")]
    [InlineData("iss", "\"https://other.test\"", "id_token_iss")]
    [InlineData("iss", "\"https://id.test/\"", "id_token_iss")]
    [InlineData("iss", "\"https://ID.test\"", "id_token_iss")]
    [InlineData("iss", "[\"https://id.test\"]", "id_token_invalid")]
    [InlineData("iss", null, "id_token_iss")]
    [InlineData("aud", "\"another-client\"", "id_token_aud")]
    [InlineData("aud", "\"hrp-portal/\"", "id_token_aud")]
    [InlineData("aud", "\"HRP-PORTAL\"", "id_token_aud")]
    [InlineData("aud", "[]", "id_token_aud")]
    [InlineData("aud", "{\"hrp-portal\":1}", "id_token_invalid")]
    [InlineData("aud", null, "id_token_aud")]
    [InlineData("aud", "[\"another-client\",\"third\"]", "id_token_aud")]
    [InlineData("aud", "[\"hrp-portal\",\"another-client\"]", "id_token_azp")]
    [InlineData("azp", "\"another-client\"", "id_token_azp")]
    [InlineData("azp", "7", "id_token_invalid")]
    [InlineData("sub", null, "id_token_sub")]
    [InlineData("sub", "\"\"", "id_token_sub")]
    [InlineData("sub", "12", "id_token_sub")]
    public async Task A_token_by_or_for_somebody_else_is_refused(string claim, string? value, string code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendClaims = claims =>
        {
            claims.Remove(claim);
            if (value is not null)
                claims[claim] = JsonNode.Parse(value);
        };

        await host.RefusesAsync(code);
    }

    [Theory]
    [Trait("Row", "O6")]
    [InlineData("[\"hrp-portal\"]", null)]
    [InlineData("[\"hrp-portal\",\"another-client\"]", "hrp-portal")]
    [InlineData("\"hrp-portal\"", "hrp-portal")]
    public async Task Several_audiences_are_fine_when_we_are_the_authorized_party(string audiences, string? party)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendClaims = claims =>
        {
            claims["aud"] = JsonNode.Parse(audiences);
            if (party is not null)
                claims["azp"] = party;
        };

        Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
    }

    [Theory]
    [Trait("Row", "O10")]
    [InlineData("exp", -59, null)]
    [InlineData("exp", -61, "id_token_lifetime")]
    [InlineData("nbf", 59, null)]
    [InlineData("nbf", 61, "id_token_lifetime")]
    [InlineData("iat", 59, null)]
    [InlineData("iat", 61, "id_token_iat")]
    public async Task A_clock_may_be_wrong_by_a_minute_and_no_more(string claim, int seconds, string? code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendClaims = claims => claims[claim] = host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

        if (code is null)
            Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        else
            await host.RefusesAsync(code);
    }

    [Theory]
    [Trait("Row", "O10")]
    [InlineData("exp", null)]
    [InlineData("exp", "null")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("exp", "1e99")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "{}")]
    [InlineData("iat", null)]
    [InlineData("iat", "\"1935651600\"")]
    [InlineData("iat", "1e99")]
    [InlineData("nbf", "\"never\"")]
    [InlineData("nbf", "1e99")]
    public async Task Times_that_are_missing_or_no_times_are_refused(string claim, string? value)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendClaims = claims =>
        {
            claims.Remove(claim);
            if (value is not null)
                claims[claim] = JsonNode.Parse(value);
        };

        var (_, page) = await host.SignInAsync();

        Assert.Equal("/account/sign-in-failed", page.Address.AbsolutePath);
        Assert.Contains("reason=Untrusted&", page.Address.Query, StringComparison.Ordinal);
    }
}

using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway;

/// <summary>What the claims of a properly signed callback token must say.</summary>
public sealed class CallbackClaimsTests
{
    private const string Role = "\"realm_access\":{\"roles\":[\"gateway\"]}";
    private static readonly DateTimeOffset Now = new TestClock().GetUtcNow();
    private static readonly long Second = Now.ToUnixTimeSeconds();

    private static CallbackClaims Judge(string claims, GatewayOptions? options = null) =>
        CallbackClaims.Read($"e30.{TokenMint.Part(claims)}.c2ln", options ?? new GatewayOptions(), Now);

    private static string? Refusal(string claims, GatewayOptions? options = null) => Judge(claims, options).Refusal;

    [Theory]
    [Trait("Row", "J14")]
    [InlineData(1, null)]
    [InlineData(-59, null)]
    [InlineData(-60, "expired")]
    [InlineData(-61, "expired")]
    public void J14_an_end_that_is_past_by_more_than_a_minute(int seconds, string? refusal) =>
        Assert.Equal(refusal, Refusal($$"""{"exp":{{Second + seconds}},{{Role}}}"""));

    [Theory]
    [Trait("Row", "J15")]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(61, "not valid yet")]
    [InlineData(3600, "not valid yet")]
    public void J15_a_beginning_that_is_to_come(int seconds, string? refusal) =>
        Assert.Equal(refusal, Refusal($$"""{"exp":{{Second + 9000}},"nbf":{{Second + seconds}},{{Role}}}"""));

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    public void Keycloaks_nbf_of_nothing_is_no_beginning(string nbf) => Assert.Null(Refusal($$"""{"exp":{{Second + 60}},"nbf":{{nbf}}}"""));

    [Theory]
    [Trait("Row", "J16")]
    [InlineData("{}")]
    [InlineData("""{"exp":null}""")]
    [InlineData("""{"Exp":99999999999}""")]
    public void J16_no_end(string claims) => Assert.Equal("exp is missing or not a whole number", Refusal(claims));

    [Theory]
    [Trait("Row", "J17")]
    [InlineData("\"99999999999\"")]
    [InlineData("1935997205.5")]
    [InlineData("1e99")]
    [InlineData("1e10")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("-1")]
    [InlineData("[1935997205]")]
    [InlineData("true")]
    public void J17_an_end_that_is_no_whole_number(string exp) =>
        Assert.Equal("exp is missing or not a whole number", Refusal($$"""{"exp":{{exp}}}"""));

    [Theory]
    [Trait("Row", "J18")]
    [InlineData("\"iss\":\"https://right.example\"", null)]
    [InlineData("\"iss\":\"https://right.example/\"", "another issuer")]
    [InlineData("\"iss\":[\"https://right.example\"]", "another issuer")]
    [InlineData("\"x\":1", "another issuer")]
    public void J18_the_issuer_when_configured(string claim, string? refusal) =>
        Assert.Equal(refusal, Refusal($$"""{"exp":{{Second + 60}},{{claim}}}""", new GatewayOptions { Issuer = "https://right.example" }));

    [Theory]
    [Trait("Row", "J19")]
    [InlineData("\"aud\":\"account\"", null)]
    [InlineData("\"aud\":[\"other\",\"account\"]", null)]
    [InlineData("\"aud\":\"accounts\"", "another audience")]
    [InlineData("\"aud\":[\"other\",[\"account\"]]", "another audience")]
    [InlineData("\"aud\":{\"account\":1}", "another audience")]
    [InlineData("\"x\":1", "another audience")]
    public void J19_the_audience_when_configured(string claim, string? refusal) =>
        Assert.Equal(refusal, Refusal($$"""{"exp":{{Second + 60}},{{claim}}}""", new GatewayOptions { Audience = "account" }));

    [Theory]
    [Trait("Row", "J20")]
    [InlineData("\"realm_access\":{\"roles\":[\"hip\",\"gateway\"]}", null, "gateway")]
    [InlineData("\"x\":1", null, null)]
    [InlineData("\"realm_access\":{\"roles\":[\"hip\",\"hiu\"]}", "role gateway is missing", null)]
    [InlineData("\"realm_access\":{\"roles\":[\"gateway2\"]}", "role gateway is missing", null)]
    [InlineData("\"realm_access\":{\"roles\":[]}", "role gateway is missing", null)]
    [InlineData("\"realm_access\":{}", "role gateway is missing", null)]
    [InlineData("\"realm_access\":\"gateway\"", "role gateway is missing", null)]
    [InlineData("\"realm_access\":[\"gateway\"]", "role gateway is missing", null)]
    public void J20_the_role_when_roles_are_named(string claim, string? refusal, string? role)
    {
        var claims = Judge($$"""{"exp":{{Second + 60}},{{claim}}}""");
        Assert.Equal((refusal, role), (claims.Refusal, claims.Role));
    }

    [Fact]
    [Trait("Row", "J21")]
    public void J21_our_own_session_token_is_not_the_gateways() => Assert.Equal("role gateway is missing", Refusal(
        $$"""{"exp":{{Second + 600}},"aud":"account","typ":"Bearer","azp":"SBX_TEST_01","realm_access":{"roles":["hiu","offline_access","hip"]},"clientId":"SBX_TEST_01"}"""));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    public void Claims_that_are_no_object_are_refused(string claims) => Assert.Equal("unreadable claims", Refusal(claims));
}

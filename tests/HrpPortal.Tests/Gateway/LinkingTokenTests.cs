using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

public sealed class LinkingTokenTests
{
    private static LinkingTokenClaims Read(string claims) => LinkingTokenClaims.Read($"e30.{TokenMint.Part(claims)}.c2ln");

    [Fact]
    public void A_token_tells_its_patient_facility_and_end()
    {
        var claims = Read("""{"sub":"other@sbx","requesterType":"HIP","requesterId":"IN0710000001","patientId":"meera.joshi@sbx","exp":1935997205,"iat":1935910805}""");
        Assert.Equal(("meera.joshi@sbx", "IN0710000001"), (claims.PatientId, claims.RequesterId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1935997205), claims.ExpiresAt);
        Assert.Equal(TimeSpan.FromDays(1), claims.ExpiresAt - claims.IssuedAt);
    }

    [Fact]
    public void Other_names_of_the_same_claims_are_known()
    {
        var claims = Read("""{"sub":"meera.joshi@sbx","hipId":"IN0710000001","exp":"1935997205"}""");
        Assert.Equal(("meera.joshi@sbx", "IN0710000001"), (claims.PatientId, claims.RequesterId));
        Assert.NotNull(claims.ExpiresAt);
        Assert.Null(claims.IssuedAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque-token")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.W10.c2ln")]
    [InlineData("e30.eyJleHAiOjFlOTl9.c2ln")]
    [InlineData("e30.eyJleHAiOiJOYU4ifQ.c2ln")]
    public void What_cannot_be_read_is_absent(string? token) =>
        Assert.Equal(new LinkingTokenClaims(null, null, null, null, null), LinkingTokenClaims.Read(token));

    [Fact]
    public void Any_text_is_read_without_throwing() =>
        Prop.ForAll<string>(text => LinkingTokenClaims.Read(text) is not null && LinkingTokenClaims.Read($"x.{text}.y") is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_secret_prints_as_stars_and_keeps_out_of_JSON()
    {
        var secret = new Secret("canary-1");
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("canary", System.Text.Json.JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.Equal(new Secret("canary-1"), secret);
        Assert.NotEqual(new Secret("canary-2"), secret);
    }
}

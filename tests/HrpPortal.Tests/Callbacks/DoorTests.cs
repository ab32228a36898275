using System.Security.Cryptography;
using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Tests.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Callbacks;

/// <summary>Table J against the running host: who is not the gateway learns nothing and leaves no trace in the inbox.</summary>
public sealed class DoorTests(Door door) : IClassFixture<Door>
{
    private TokenMint Mint => door.Mint;

    [Fact, Trait("Row", "J1")]
    public Task J1_no_header() => ShutAsync(null);

    [Theory, Trait("Row", "J2")]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer  ")]
    [InlineData("Basic Z2F0ZXdheTpnYXRld2F5")]
    [InlineData("Digest username=\"gateway\"")]
    public Task J2_an_empty_or_another_scheme(string header) => ShutAsync(null, "Authorization: " + header);

    [Fact, Trait("Row", "J3")]
    public Task J3_two_headers() => ShutAsync(door.Good(), "Authorization: Bearer " + door.Good());

    [Theory, Trait("Row", "J4"), InlineData("none"), InlineData("None"), InlineData("NONE"), InlineData("nOnE")]
    public async Task J4_no_algorithm(string alg)
    {
        await ShutAsync($"{TokenMint.Part(Mint.Header(alg))}.{TokenMint.Part(door.Claims())}.");
        await ShutAsync(Mint.Sign(door.Claims(), Mint.Header(alg)));
    }

    [Fact, Trait("Row", "J5")]
    public async Task J5_the_public_key_as_an_HMAC_secret()
    {
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(Mint.Rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(Mint.Rsa.ExportRSAPublicKeyPem()),
            Mint.Rsa.ExportSubjectPublicKeyInfo(), Mint.Rsa.ExportRSAPublicKey(), Mint.Rsa.ExportParameters(false).Modulus!,
        ];
        foreach (var secret in secrets)
        {
            await ShutAsync(Mint.Sign(door.Claims(), Mint.Header("HS256"), text => HMACSHA256.HashData(secret, text)));
            await ShutAsync(Mint.Sign(door.Claims(), null, text => HMACSHA256.HashData(secret, text)));
        }
    }

    [Fact, Trait("Row", "J6")]
    public async Task J6_other_algorithms_than_RS256()
    {
        await ShutAsync(Mint.Sign(door.Claims(), Mint.Header("RS512"), text => Mint.Rsa.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)));
        await ShutAsync(Mint.Sign(door.Claims(), Mint.Header("PS256"), text => Mint.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await ShutAsync(Mint.Sign(door.Claims(), Mint.Header("ES256"), text => curve.SignData(text, HashAlgorithmName.SHA256)));
    }

    [Fact, Trait("Row", "J7"), Trait("Row", "A13")]
    public Task J7_another_key() => ShutAsync(door.Other.Sign(door.Claims(), Mint.Header()));

    [Fact, Trait("Row", "J8")]
    public async Task J8_a_signature_stripped_cut_or_written_another_way()
    {
        var good = door.Good();
        foreach (var bad in (string[])[good[..good.LastIndexOf('.')], good[..(good.LastIndexOf('.') + 1)], good[..^8], good + "AAAA", good + "==", good.Replace(TokenMint.Part(door.Claims()), TokenMint.Part(door.Claims(900)), StringComparison.Ordinal)[..^1] + "A"])
            await ShutAsync(bad);
    }

    [Fact, Trait("Row", "J9")]
    public Task J9_no_kid_with_two_keys_in_the_set() => ShutAsync(Mint.Sign(door.Claims(), """{"alg":"RS256"}"""));

    [Fact, Trait("Row", "J12")]
    public async Task J12_keys_that_the_token_brings_along()
    {
        using var evil = new TokenMint("evil", 2);
        foreach (var extra in (string[])[",\"jku\":\"http://127.0.0.1:9/keys\"", ",\"x5u\":\"http://127.0.0.1:9/c\"", $",\"jwk\":{evil.Jwk(kid: Mint.Kid)}", ",\"x5c\":[\"AAAA\"]"])
            await ShutAsync(evil.Sign(door.Claims(), Mint.Header(extra: extra)));
    }

    [Theory, Trait("Row", "J13")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("x' OR '1'='1")]
    [InlineData("gateway-1\\u0000")]
    [InlineData("http://127.0.0.1:9/keys")]
    public Task J13_a_kid_that_is_no_name(string kid) => ShutAsync(Mint.Sign(door.Claims(), $$"""{"alg":"RS256","kid":"{{kid}}"}"""));

    [Theory, Trait("Row", "J14"), InlineData(-61, 401), InlineData(-50, 202)]
    public async Task J14_a_minute_after_its_end_it_is_over(int expiresIn, int status) =>
        Assert.Equal(status, (await door.PostAsync(Mint.Sign(door.Claims(expiresIn)))).Status);

    [Fact, Trait("Row", "J15")]
    public Task J15_not_valid_yet() => ShutAsync(Mint.Sign(door.Claims(extra: $"\"realm_access\":{{\"roles\":[\"gateway\"]}},\"nbf\":{door.Portal.Clock.GetUtcNow().ToUnixTimeSeconds() + 120}")));

    [Fact, Trait("Row", "J16")]
    public Task J16_no_end() => ShutAsync(Mint.Sign("""{"iat":1,"realm_access":{"roles":["gateway"]}}"""));

    [Fact, Trait("Row", "J20")]
    public async Task J20_not_in_the_role_of_the_gateway()
    {
        await ShutAsync(Mint.Sign(door.Claims(extra: "\"realm_access\":{\"roles\":[\"hip\",\"offline_access\"]}")));
        await ShutAsync(Mint.Sign(door.Claims(extra: "\"realm_access\":{}")));
        Assert.Equal(202, (await door.PostAsync(Mint.Sign(door.Claims(extra: "\"clientId\":\"gateway\"")))).Status);
    }

    [Fact, Trait("Row", "J26"), Trait("Row", "I13"), Trait("Row", "A13")]
    public async Task J26_facilities_that_are_none_of_ours()
    {
        var before = await door.KeptAsync();
        foreach (var hipId in (string?[])[null, "", "IN9999999999", "bridge_SOMEBODY_ELSE", "bridge_", "SBX_HRP_PORTAL", new string('I', 500)])
            Refused(await door.PostAsync(door.Good(), hipId: hipId));
        Refused(await door.PostAsync(door.Good(), more: "X-HIP-ID: " + PortalHost.OtherHipId));
        Assert.Equal(before, await door.KeptAsync());
        Assert.Equal(202, (await door.PostAsync(door.Good(), hipId: "bridge_SBX_HRP_PORTAL")).Status);
        Assert.Equal(202, (await door.PostAsync(door.Good(), hipId: PortalHost.OtherHipId)).Status);
    }

    [Fact, Trait("Row", "J27"), Trait("Row", "J28")]
    public async Task J27_J28_the_same_request_again_is_one_row_and_another_body_is_another()
    {
        var (token, id) = (door.Good(), Guid.NewGuid());
        var body = Door.Body(id);
        for (var i = 0; i < 3; i++) Assert.Equal(202, (await door.PostAsync(token, body)).Status);
        Assert.Equal(202, (await door.PostAsync(token, Door.Body(id))).Status);
        await using var db = await door.Portal.OpenDbAsync();
        Assert.Equal(2, await db.Set<InboxCallback>().CountAsync(one => one.RespRequestId == id));
    }

    [Fact, Trait("Row", "J29")]
    public async Task J29_every_refusal_looks_the_same()
    {
        Door.Answer[] refusals =
        [
            await door.PostAsync(null), await door.PostAsync("a.b.c"), await door.PostAsync(door.Other.Sign(door.Claims(), Mint.Header())),
            await door.PostAsync(Mint.Sign(door.Claims(-100))), await door.PostAsync(Mint.Sign(door.Claims(), """{"alg":"RS256","kid":"unknown"}""")),
            await door.PostAsync(Mint.Sign(door.Claims(extra: "\"realm_access\":{\"roles\":[]}"))), await door.PostAsync(door.Good(), hipId: "IN9999999999"),
            await door.PostAsync(door.Good(), hipId: null), await door.PostAsync(null, body: "not JSON"), await door.PostAsync(null, body: new string(' ', 100_000)),
        ];
        Assert.Single(refusals.Select(refusal => refusal.Shape).Distinct());
    }

    [Fact]
    public async Task Only_POST_is_known_and_only_at_the_exact_paths()
    {
        using var client = door.Portal.Anonymous();
        using var get = await client.GetAsync(new Uri(HrpPortal.Gateway.CallbackPaths.OnAddContexts, UriKind.Relative));
        Assert.NotEqual(200, (int)get.StatusCode);
        Assert.NotEqual(202, (await door.PostAsync(door.Good(), path: "/v0.5/links/link/on-add-context")).Status);
    }

    private async Task ShutAsync(string? token, params string[] more)
    {
        var before = await door.KeptAsync();
        Refused(await door.PostAsync(token, more: more));
        Assert.Equal(before, await door.KeptAsync());
        Assert.Equal(202, (await door.PostAsync(door.Good())).Status);
    }

    private static void Refused(Door.Answer answer) => Assert.Equal((401, true), (answer.Status, answer.IsProblem));
}

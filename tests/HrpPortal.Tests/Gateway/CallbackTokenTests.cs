using System.Security.Cryptography;
using System.Text;
using HrpPortal.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace HrpPortal.Tests.Gateway;

/// <summary>Whose callback is it? The attacks of table J on the verifier itself.</summary>
public sealed class CallbackTokenTests : IAsyncDisposable
{
    private readonly TokenMint _mint = new("key-1");
    private readonly TokenMint _other = new("key-2", 1);
    private readonly KeyEndpoint _endpoint = new();
    private readonly GatewayRig _rig;

    public CallbackTokenTests()
    {
        _endpoint.Document = TokenMint.Jwks(_mint.Jwk(), _other.Jwk());
        _rig = Rig();
    }

    private string Claims(int expiresIn = 600, string? extra = null) =>
        extra is null ? TokenMint.Claims(_rig.Clock.GetUtcNow(), expiresIn) : TokenMint.Claims(_rig.Clock.GetUtcNow(), expiresIn, extra);

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _mint.Dispose();
        _other.Dispose();
    }

    private GatewayRig Rig(params (string, string)[] settings) => new("https://gateway.example", also: services =>
        services.AddHttpClient(GatewayKeys.ClientName).ConfigurePrimaryHttpMessageHandler(() => _endpoint), settings: settings);

    private async Task<string> RefusalAsync(StringValues header, GatewayRig? rig = null) =>
        Assert.IsType<CallbackVerdict.Refused>(await (rig ?? _rig).Verifier.VerifyAsync(header, CancellationToken.None)).Reason;

    private Task<string> RefusalOfAsync(string token) => RefusalAsync("Bearer " + token);

    private async Task<CallbackVerdict.Accepted> AcceptAsync(string token, GatewayRig? rig = null) =>
        Assert.IsType<CallbackVerdict.Accepted>(await (rig ?? _rig).Verifier.VerifyAsync("Bearer " + token, CancellationToken.None));

    [Fact]
    public async Task The_gateways_token_is_accepted_by_its_key()
    {
        Assert.Equal(new CallbackVerdict.Accepted("key-1", "gateway"), await AcceptAsync(_mint.Sign(Claims())));
        Assert.Equal(new CallbackVerdict.Accepted("key-2", "gateway"), await AcceptAsync(_other.Sign(Claims())));
        Assert.Equal("https://gateway.example/v0.5/certs", _endpoint.Asked!.ToString());
    }

    [Fact]
    [Trait("Row", "J1")]
    public async Task J1_no_header() => Assert.Equal("no Authorization header", await RefusalAsync(StringValues.Empty));

    [Theory]
    [Trait("Row", "J2")]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer a.b")]
    [InlineData("Bearer a.b.c, Bearer d.e.f")]
    public async Task J2_no_bearer_token(string header) => Assert.NotEmpty(await RefusalAsync(header));

    [Fact]
    [Trait("Row", "J3")]
    public async Task J3_two_headers()
    {
        var good = "Bearer " + _mint.Sign(Claims());
        Assert.Equal("more than one Authorization header", await RefusalAsync(new StringValues([good, good])));
    }

    [Theory]
    [Trait("Row", "J4")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    public async Task J4_no_algorithm(string alg)
    {
        Assert.Equal("algorithm is not RS256", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header(alg))));
        Assert.Equal("not a signed JWT of three parts", await RefusalOfAsync($"{TokenMint.Part(_mint.Header(alg))}.{TokenMint.Part(Claims())}."));
    }

    [Fact]
    [Trait("Row", "J5")]
    public async Task J5_our_public_key_as_an_HMAC_secret()
    {
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(_mint.Rsa.ExportSubjectPublicKeyInfoPem()), _mint.Rsa.ExportSubjectPublicKeyInfo(), _mint.Rsa.ExportParameters(false).Modulus!,
        ];
        foreach (var secret in secrets)
        {
            Assert.Equal("algorithm is not RS256", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header("HS256"), text => HMACSHA256.HashData(secret, text))));
            Assert.Equal("wrong signature", await RefusalOfAsync(_mint.Sign(Claims(), null, text => HMACSHA256.HashData(secret, text))));
        }
    }

    [Fact]
    [Trait("Row", "J6")]
    public async Task J6_other_algorithms_than_RS256()
    {
        Assert.Equal("algorithm is not RS256", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header("RS512"),
            text => _mint.Rsa.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))));
        Assert.Equal("algorithm is not RS256", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header("PS256"),
            text => _mint.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))));
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("algorithm is not RS256", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header("ES256"), text => curve.SignData(text, HashAlgorithmName.SHA256))));
        Assert.Equal("wrong signature", await RefusalOfAsync(_mint.Sign(Claims(), null,
            text => _mint.Rsa.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))));
        Assert.Equal("unreadable header", await RefusalOfAsync(_mint.Sign(Claims(), "[\"RS256\"]")));
    }

    [Fact]
    [Trait("Row", "J7")]
    public async Task J7_another_key() =>
        Assert.Equal("wrong signature", await RefusalOfAsync(_other.Sign(Claims(), _mint.Header())));

    [Fact]
    [Trait("Row", "J8")]
    public async Task J8_a_signature_stripped_cut_or_written_another_way()
    {
        var good = _mint.Sign(Claims());
        var dot = good.LastIndexOf('.');
        Assert.NotEmpty(await RefusalOfAsync(good[..dot]));
        Assert.NotEmpty(await RefusalOfAsync(good[..(dot + 1)]));
        Assert.NotEmpty(await RefusalOfAsync(good[..^4]));
        Assert.NotEmpty(await RefusalOfAsync(good + "AAAA"));
        Assert.NotEmpty(await RefusalOfAsync(good + "=="));
        var claims = good.Split('.')[1];
        Assert.Equal("wrong signature", await RefusalOfAsync(good.Replace(claims, TokenMint.Part(Claims(expiresIn: 900)), StringComparison.Ordinal)));

        // The last character of a 256-byte signature carries four bits that mean nothing: the other spelling is another token.
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != good[^1]))
            Assert.NotEmpty(await RefusalOfAsync(good[..^1] + last));
    }

    [Fact]
    [Trait("Row", "J9")]
    public async Task J9_no_kid_is_refused_with_two_keys_and_taken_with_one()
    {
        var token = _mint.Sign(Claims(), """{"alg":"RS256"}""");
        Assert.Equal("no kid, and not exactly one key", await RefusalOfAsync(token));
        _endpoint.Document = TokenMint.Jwks(_mint.Jwk());
        await using var rig = Rig();
        Assert.Equal("key-1", (await AcceptAsync(token, rig)).Kid);
    }

    [Fact]
    [Trait("Row", "J12")]
    public async Task J12_keys_in_the_header_are_not_looked_at()
    {
        using var evil = new TokenMint("evil", 2);
        foreach (var extra in new[] { ",\"jku\":\"https://evil.example/keys\"", ",\"x5u\":\"https://evil.example/c\"", $",\"jwk\":{evil.Jwk(kid: "key-1")}", ",\"x5c\":[\"AAAA\"]" })
        {
            Assert.Equal("wrong signature", await RefusalOfAsync(evil.Sign(Claims(), _mint.Header(extra: extra))));
            Assert.Equal("unknown kid", await RefusalOfAsync(evil.Sign(Claims(), evil.Header(extra: extra))));
        }

        Assert.Equal("critical extensions are not known here", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header(extra: ",\"crit\":[\"b64\"],\"b64\":false"))));
    }

    [Theory]
    [Trait("Row", "J13")]
    [InlineData("../../dev/null")]
    [InlineData("x' OR '1'='1")]
    [InlineData("key-1\\u0000")]
    [InlineData("KEY-1")]
    [InlineData("")]
    public async Task J13_a_kid_that_is_no_name(string kid) =>
        Assert.Equal("unknown kid", await RefusalOfAsync(_mint.Sign(Claims(), $$"""{"alg":"RS256","kid":"{{kid}}"}""")));

    [Fact]
    [Trait("Row", "J13")]
    public async Task J13_a_kid_that_is_no_text() =>
        Assert.Equal("kid is not text", await RefusalOfAsync(_mint.Sign(Claims(), """{"alg":"RS256","kid":["key-1"]}""")));

    [Fact]
    [Trait("Row", "J23")]
    public async Task J23_encrypted_nested_and_huge_tokens()
    {
        var good = _mint.Sign(Claims());
        Assert.Equal("not a signed JWT of three parts", await RefusalOfAsync(good + ".AAAA.AAAA"));
        Assert.Equal("critical extensions are not known here", await RefusalOfAsync(_mint.Sign(Claims(), _mint.Header(extra: ",\"enc\":\"A256GCM\""))));
        Assert.Equal("unreadable claims", await RefusalOfAsync(_mint.Sign("\"" + good + "\"", _mint.Header(extra: ",\"cty\":\"JWT\""))));

        await RefusalOfAsync("warm-up");
        foreach (var length in new[] { 17 * 1024, 64 * 1024, 1024 * 1024 })
        {
            StringValues header = "Bearer " + new string('A', length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal("token too long", await RefusalAsync(header));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 128 * 1024);
        }
    }

    [Fact]
    public async Task A_token_that_passed_is_not_checked_again_for_five_minutes_and_never_after_its_end()
    {
        var token = _mint.Sign(Claims(expiresIn: 200));
        await AcceptAsync(token);
        await AcceptAsync(token);
        Assert.Equal(1, _rig.Verifier.CachedTokens);
        _rig.Clock.Advance(TimeSpan.FromSeconds(199 + 60));
        await AcceptAsync(token);
        _rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("expired", await RefusalOfAsync(token));
    }

    [Fact]
    public async Task The_memory_of_tokens_that_passed_is_bounded()
    {
        for (var i = 0; i < VerifiedTokens.Capacity + 50; i++)
            await AcceptAsync(_mint.Sign(Claims(extra: $"\"jti\":\"{i}\"")));
        Assert.InRange(_rig.Verifier.CachedTokens, 1, VerifiedTokens.Capacity);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Tests.Access;

public sealed class IdTokenAttacks
{
    [Theory]
    [Trait("Row", "O5")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    public async Task An_unsigned_id_token_is_refused(string alg)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendHeader = header => header["alg"] = alg;
        host.Provider.BendToken = (header, claims) => SigningKey.Compact(header, claims, _ => []);

        await host.RefusesAsync("id_token_alg");
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData("pem")]
    [InlineData("der")]
    [InlineData("modulus")]
    [InlineData("client secret")]
    public async Task HS256_with_what_is_public_or_shared_as_its_key_is_refused(string key)
    {
        await using var host = await SignInHost.StartAsync();
        var rsa = host.Provider.Key.Rsa;
        var secret = key switch
        {
            "pem" => Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()),
            "der" => rsa.ExportSubjectPublicKeyInfo(),
            "modulus" => rsa.ExportParameters(false).Modulus!,
            _ => Encoding.ASCII.GetBytes("kept secret"),
        };
        host.Provider.BendHeader = header => header["alg"] = "HS256";
        host.Provider.BendToken = (header, claims) => SigningKey.Compact(header, claims, input => HMACSHA256.HashData(secret, input));

        await host.RefusesAsync("id_token_alg");
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData("RS512")]
    [InlineData("RS384")]
    [InlineData("PS256")]
    [InlineData("rs256")]
    public async Task A_good_signature_by_another_algorithm_is_refused(string alg)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendHeader = header => header["alg"] = alg;
        host.Provider.BendToken = (header, claims) => SigningKey.Compact(header, claims, input => host.Provider.Key.Rsa.SignData(
            input,
            alg switch { "RS512" => HashAlgorithmName.SHA512, "RS384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA256 },
            alg == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));

        await host.RefusesAsync("id_token_alg");
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData("stripped", "id_token_signature")]
    [InlineData("truncated", "id_token_signature")]
    [InlineData("of other claims", "id_token_signature")]
    [InlineData("other key, same kid", "id_token_signature")]
    [InlineData("encrypted", "id_token_not_signed")]
    [InlineData("two parts", "id_token_not_signed")]
    [InlineData("not base64", "id_token_unreadable")]
    [InlineData("too long", "id_token_too_long")]
    public async Task A_token_whose_signature_does_not_stand_for_its_words_is_refused(string fault, string code)
    {
        await using var host = await SignInHost.StartAsync();
        using var others = RSA.Create(2048);
        host.Provider.BendToken = (header, claims) =>
        {
            var token = host.Provider.Key.Sign(header, claims);
            var parts = token.Split('.');
            return fault switch
            {
                "stripped" => $"{parts[0]}.{parts[1]}.",
                "truncated" => token[..^8],
                "of other claims" => $"{parts[0]}.{Base64UrlEncoder.Encode(claims.ToJsonString().Replace("clerk", "admin", StringComparison.Ordinal))}.{parts[2]}",
                "other key, same kid" => new SigningKey(host.Provider.Key.Kid, others).Sign(header, claims),
                "encrypted" => $"{parts[0]}..{parts[1]}.{parts[2]}.AAAA",
                "two parts" => $"{parts[0]}.{parts[1]}",
                "not base64" => $"{parts[0]}.%%%.{parts[2]}",
                _ => token + new string('A', 64 * 1024),
            };
        };

        await host.RefusesAsync(code);
    }

    [Fact]
    [Trait("Row", "O5")]
    public async Task Keys_that_the_token_brings_along_are_never_looked_at()
    {
        await using var host = await SignInHost.StartAsync();
        var own = SigningKey.New("attacker");
        host.Provider.BendHeader = header =>
        {
            header["kid"] = own.Kid;
            header["jwk"] = own.Public();
            header["jku"] = "https://evil.test/keys";
            header["x5u"] = "https://evil.test/cert";
        };
        host.Provider.BendToken = own.Sign;

        await host.RefusesAsync("id_token_key_unknown");

        Assert.All(host.Outgoing.Asked, address => Assert.Equal("id.test", address.Host));
        own.Rsa.Dispose();
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData("\"../../dev/null\"", "id_token_key_unknown")]
    [InlineData("\"' OR 1=1 --\"", "id_token_key_unknown")]
    [InlineData("\"key-1\\u0000\"", "id_token_key_unknown")]
    [InlineData("\"KEY-1\"", "id_token_key_unknown")]
    [InlineData("1", "id_token_key_unknown")]
    public async Task A_kid_is_compared_and_nothing_else(string kid, string code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendHeader = header => header["kid"] = JsonNode.Parse(kid);

        await host.RefusesAsync(code);
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Without_a_kid_there_must_be_one_key_only(int keys)
    {
        await using var host = await SignInHost.StartAsync();
        var second = SigningKey.New("key-2");
        if (keys == 2)
            host.Provider.BendKeys = set => set.Add(second.Public());
        host.Provider.BendHeader = header => header.Remove("kid");

        if (keys == 1)
            Assert.Equal(200, (await host.SignInAsync("/test/desk")).Page.Status);
        else
            await host.RefusesAsync("id_token_kid_missing");
        second.Rsa.Dispose();
    }

    [Theory]
    [Trait("Row", "O5")]
    [InlineData("typ", "\"logout+jwt\"", "id_token_typ")]
    [InlineData("typ", "\"at+jwt\"", "id_token_typ")]
    [InlineData("crit", "[\"b64\"]", "id_token_crit")]
    public async Task A_token_of_another_type_or_with_demands_we_do_not_know_is_refused(string name, string value, string code)
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendHeader = header => header[name] = JsonNode.Parse(value);

        await host.RefusesAsync(code);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Tests.Access;

/// <summary>An RSA key of a provider, and tokens signed with it by plain arithmetic.</summary>
internal sealed record SigningKey(string Kid, RSA Rsa)
{
    /// <summary>The key of an honest provider: one for all tests, for a new one costs a tenth of a second.</summary>
    public static SigningKey First { get; } = New("key-1");

    public static SigningKey New(string kid, int bits = 2048) => new(kid, RSA.Create(bits));

    public JsonObject Public()
    {
        var parts = Rsa.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Kid,
            ["n"] = Base64UrlEncoder.Encode(parts.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parts.Exponent),
        };
    }

    public string Sign(JsonObject header, JsonObject payload) =>
        Compact(header, payload, input => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Compact(JsonObject header, JsonObject payload, Func<byte[], byte[]> sign)
    {
        var input = $"{Base64UrlEncoder.Encode(header.ToJsonString())}.{Base64UrlEncoder.Encode(payload.ToJsonString())}";
        return $"{input}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(input)))}";
    }
}

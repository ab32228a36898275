using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.Signing;

/// <summary>An RSA key that signs compact JWTs. Written without a token library, so that what it makes does not share the portal's mistakes.</summary>
internal sealed class SigningKey(RSA rsa)
{
    public string Kid { get; } = Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));

    public RsaSecurityKey PublicKey => new(rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Kid };

    public static SigningKey Create() => new(RSA.Create(2048));

    public static SigningKey FromPem(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new SigningKey(rsa);
    }

    public string ToPem() => rsa.ExportPkcs8PrivateKeyPem();

    /// <param name="kid">The name of a key that this one is not, for a forgery.</param>
    public string SignRs256(JsonObject claims, string? kid = null) =>
        Sign(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = kid ?? Kid }, claims, HashAlgorithmName.SHA256);

    /// <summary>The consent manager's way: RS512, neither kid nor typ in the header (protocol §4.5).</summary>
    public string SignRs512WithoutKid(JsonObject claims) =>
        Sign(new JsonObject { ["alg"] = "RS512" }, claims, HashAlgorithmName.SHA512);

    public JsonObject ToJwk()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kid"] = Kid,
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    private string Sign(JsonObject header, JsonObject claims, HashAlgorithmName hash)
    {
        var signed = $"{Base64UrlEncoder.Encode(header.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";
        var signature = rsa.SignData(System.Text.Encoding.ASCII.GetBytes(signed), hash, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }
}

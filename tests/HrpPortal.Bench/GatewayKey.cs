using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HrpPortal.Bench;

/// <summary>The key by which the gateway signs its callbacks, and the certs by which the portal verifies them.</summary>
internal sealed class GatewayKey : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>As the gateway signs: RS256, role gateway; good for as long as a bench may take.</summary>
    public string Token()
    {
        var now = TimeProvider.System.GetUtcNow();
        var head = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT","kid":"bench"}"""u8);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            $$$"""{"exp":{{{now.AddHours(12).ToUnixTimeSeconds()}}},"iat":{{{now.ToUnixTimeSeconds()}}},"jti":"{{{Guid.NewGuid()}}}","iss":"https://bench/central-registry","aud":"account","sub":"{{{Guid.NewGuid()}}}","typ":"Bearer","azp":"gateway","realm_access":{"roles":["gateway"]},"scope":"openid email profile","clientId":"gateway"}"""));
        var signed = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signed)}";
    }

    public string Certs()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return $$$"""{"keys":[{"kid":"bench","kty":"RSA","alg":"RS256","use":"sig","n":"{{{Base64Url.EncodeToString(key.Modulus)}}}","e":"{{{Base64Url.EncodeToString(key.Exponent)}}}"}]}""";
    }

    public void Dispose() => _key.Dispose();
}

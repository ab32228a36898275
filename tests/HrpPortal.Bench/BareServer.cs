using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Bench;

/// <summary>
/// What a callback costs at the least: the same server, one endpoint, 202. It also stands in for the gateway's certs, so that
/// the portal verifies the very token that both are sent.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);

    private BareServer()
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(Callback.Path, () => Results.StatusCode(StatusCodes.Status202Accepted));
        _app.MapGet("/certs", () => Results.Text(Certs(), "application/json"));
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<BareServer> StartAsync()
    {
        var server = new BareServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>As the gateway signs: RS256, role gateway, good for twenty minutes.</summary>
    public string Token()
    {
        var now = TimeProvider.System.GetUtcNow();
        var head = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT","kid":"bench"}"""u8);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            $$$"""{"exp":{{{now.AddMinutes(20).ToUnixTimeSeconds()}}},"iat":{{{now.ToUnixTimeSeconds()}}},"jti":"{{{Guid.NewGuid()}}}","iss":"https://bench/central-registry","aud":"account","sub":"{{{Guid.NewGuid()}}}","typ":"Bearer","azp":"gateway","realm_access":{"roles":["gateway"]},"scope":"openid email profile","clientId":"gateway"}"""));
        var signed = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signed)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Certs()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return $$$"""{"keys":[{"kid":"bench","kty":"RSA","alg":"RS256","use":"sig","n":"{{{Base64Url.EncodeToString(key.Modulus)}}}","e":"{{{Base64Url.EncodeToString(key.Exponent)}}}"}]}""";
    }
}

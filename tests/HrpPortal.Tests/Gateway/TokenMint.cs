using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HrpPortal.Tests.Gateway;

/// <summary>Signs callback tokens as the gateway does, and as nobody should.</summary>
internal sealed class TokenMint : IDisposable
{
    // Making a key takes long: the tests share three.
    private static readonly Lazy<RSAParameters>[] Keys = [.. Enumerable.Range(0, 3).Select(_ => new Lazy<RSAParameters>(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(true);
    }))];

    public TokenMint(string kid, int key = 0)
    {
        Kid = kid;
        Rsa = RSA.Create(Keys[key].Value);
    }

    public string Kid { get; }

    public RSA Rsa { get; }

    public void Dispose() => Rsa.Dispose();

    public string Jwk(string? use = "sig", string? alg = "RS256", string? kid = null)
    {
        var key = Rsa.ExportParameters(false);
        return JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["kid"] = kid ?? Kid,
            ["kty"] = "RSA",
            ["use"] = use,
            ["alg"] = alg,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        });
    }

    public static string Jwks(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    public static string Claims(DateTimeOffset now, int expiresIn = 600, string extra = "\"realm_access\":{\"roles\":[\"gateway\"]}") =>
        $$"""{"exp":{{now.ToUnixTimeSeconds() + expiresIn}},"iat":{{now.ToUnixTimeSeconds()}},"iss":"https://old.example/realms/central-registry","aud":"account",{{extra}}}""";

    public string Header(string alg = "RS256", string extra = "") => $$"""{"alg":"{{alg}}","typ":"JWT","kid":"{{Kid}}"{{extra}}}""";

    /// <summary>A token signed with RS256, whatever its header says.</summary>
    public string Sign(string claims, string? header = null, Func<byte[], byte[]>? signature = null)
    {
        var text = $"{Part(header ?? Header())}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        return $"{text}.{Base64Url.EncodeToString(signature?.Invoke(bytes) ?? Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}

/// <summary>The gateway's key document, counted.</summary>
internal sealed class KeyEndpoint : HttpMessageHandler
{
    private int _fetches;

    public string Document { get; set; } = "";

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public Task Gate { get; set; } = Task.CompletedTask;

    public Uri? Asked { get; private set; }

    public int Fetches => Volatile.Read(ref _fetches);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        Asked = request.RequestUri;
        await Gate.WaitAsync(cancellationToken);
        return new HttpResponseMessage(Status) { Content = new StringContent(Document) };
    }
}

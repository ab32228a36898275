using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Bench;

/// <summary>
/// An ABDM that takes no time: 202, and the callback at once. It runs in a process of its own, so that the memory of the portal
/// is the portal's, and counts what it linked.
/// </summary>
internal sealed class InstantGateway : IDisposable
{
    private readonly WebApplication _app;
    private readonly GatewayKey _key = new();
    private readonly ConcurrentDictionary<string, int> _links = new();
    private readonly Channel<(string Path, string Body)> _callbacks = Channel.CreateUnbounded<(string, string)>();
    private readonly HttpClient _portal = new();
    private Uri? _bridge;

    private InstantGateway()
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/certs", () => Results.Text(_key.Certs(), "application/json"));
        _app.MapGet("/token", () => _key.Token());
        _app.MapGet("/truth", () => Results.Json(new { linked = _links.Count, twice = _links.Values.Count(effects => effects > 1) }));
        _app.MapPost("/bridge", (string url) => { _bridge = new Uri(url); });
        _app.MapPost("/gateway/v0.5/sessions", () => Results.Json(new { accessToken = "bench", expiresIn = 1200, tokenType = "bearer" }));
        Answer("/v0.5/users/auth/init", "/v0.5/users/auth/on-init", _ => $$$"""
            "auth":{"transactionId":"{{{Guid.NewGuid()}}}","mode":"DEMOGRAPHICS","meta":{"hint":null,"expiry":"2099-01-01T00:00:00.000000"}}
            """);
        Answer("/v0.5/users/auth/confirm", "/v0.5/users/auth/on-confirm", _ => $$"""
            "auth":{"accessToken":"{{Token()}}","patient":null}
            """);
        Answer("/v0.5/links/link/add-contexts", "/v0.5/links/link/on-add-contexts", body =>
        {
            foreach (var context in body.GetProperty("link").GetProperty("patient").GetProperty("careContexts").EnumerateArray())
                _links.AddOrUpdate(context.GetProperty("referenceNumber").GetString()!, 1, (_, effects) => effects + 1);
            return "\"acknowledgement\":{\"status\":\"SUCCESS\"}";
        });
    }

    /// <summary>Until standard input ends, which is when the bench does. The first line of output is the address.</summary>
    public static async Task RunAsync()
    {
        using var gateway = new InstantGateway();
        await gateway._app.StartAsync();
        Console.WriteLine(gateway._app.Urls.Single());
        var senders = Enumerable.Range(0, 16).Select(_ => gateway.CallBackAsync()).ToList();
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        gateway._callbacks.Writer.Complete();
        await Task.WhenAll(senders);
        await gateway._app.DisposeAsync();
    }

    public void Dispose()
    {
        _key.Dispose();
        _portal.Dispose();
    }

    private void Answer(string call, string callback, Func<JsonElement, string> payload) => _app.MapPost("/gateway" + call, async (HttpContext http) =>
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var text = $"{{\"requestId\":\"{Guid.NewGuid()}\",\"timestamp\":\"{TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}\",{payload(body.RootElement)},\"error\":null,\"resp\":{{\"requestId\":\"{body.RootElement.GetProperty("requestId").GetString()}\"}}}}";
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        await http.Response.CompleteAsync();
        await _callbacks.Writer.WriteAsync((callback, text));
    });

    private async Task CallBackAsync()
    {
        var token = new AuthenticationHeaderValue("Bearer", _key.Token());
        await foreach (var (path, body) in _callbacks.Reader.ReadAllAsync())
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_bridge!, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            message.Headers.Authorization = token;
            message.Headers.Add("X-HIP-ID", Portal.HipId);
            using var answer = await _portal.SendAsync(message);
            if ((int)answer.StatusCode != StatusCodes.Status202Accepted) await Console.Error.WriteLineAsync($"{path} was answered {(int)answer.StatusCode}");
        }
    }

    /// <summary>A linking token: nobody but the consent manager can verify it, so nobody signs this one.</summary>
    private static string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return $"{Part("""{"alg":"RS512"}""")}.{Part($$"""{"exp":{{now + 86_400}},"iat":{{now}}}""")}.{Part(Guid.NewGuid().ToString())}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>A callback on its way.</summary>
internal sealed record Callback(string Path, string HipId, JsonObject Body, CallbackSignature Signature = CallbackSignature.Good)
{
    /// <summary>v3 only: the header request-id. With one, a callback that is not taken is sent again.</summary>
    public string? RequestId { get; init; }

    /// <summary>v3 only: the header timestamp.</summary>
    public string? Timestamp { get; init; }

    public int Attempt { get; init; } = 1;
}

/// <summary>Delivers a callback as the real gateway does: five seconds, and whoever answers later or badly has not taken it (protocol §2).</summary>
internal sealed partial class CallbackPost(Journal journal, GatewayTokens tokens, GatewayClock clock, SandboxOptions options, IHostApplicationLifetime lifetime, ILogger<CallbackPost> logger) : IDisposable
{
    private readonly HttpClient http = new(options.CallbackHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, MaxConnectionsPerServer = 64 }, disposeHandler: options.CallbackHandler is null)
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <returns>Whether it was taken.</returns>
    public async Task<bool> SendAsync(Callback callback)
    {
        int? status = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, journal.BridgeUrl.TrimEnd('/') + callback.Path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForCallback(callback.Signature));
            foreach (var (name, value) in Headers(callback)) request.Headers.Add(name, value);
            request.Content = new StringContent(callback.Body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, lifetime.ApplicationStopping);
            status = (int)response.StatusCode;
            if (!response.IsSuccessStatusCode) Log.NotTaken(logger, callback.Path, status.Value);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or SocketException or TaskCanceledException)
        {
            Log.NotDelivered(logger, callback.Path, trouble.GetType().Name);
        }
        journal.Add(new SentCallback(callback.Path, callback.HipId, callback.Body.ToJsonString(), clock.GetUtcNow(), status) { RequestId = callback.RequestId, Attempt = callback.Attempt });
        return status is >= 200 and < 300;
    }

    /// <summary>In v3 as they were captured (protocol §7.1), lower case and with the mesh's own among them.</summary>
    private static IEnumerable<(string Name, string Value)> Headers(Callback callback)
    {
        if (callback.RequestId is null) return [("X-HIP-ID", callback.HipId), ("CORRELATION-ID", Guid.NewGuid().ToString())];
        return
        [
            ("request-id", callback.RequestId), ("timestamp", callback.Timestamp!), ("x-hip-id", callback.HipId),
            ("x-b3-traceid", callback.RequestId.Replace("-", "", StringComparison.Ordinal)), ("x-b3-spanid", callback.RequestId[..8] + callback.RequestId[9..13] + "0000"), ("x-b3-sampled", "0"),
            ("x-envoy-attempt-count", callback.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    public void Dispose() => http.Dispose();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The portal answered {Status} to {Path}; the callback was not taken")]
        public static partial void NotTaken(ILogger logger, string path, int status);

        [LoggerMessage(LogLevel.Warning, "No answer from the portal to {Path} ({Trouble}); the callback was not taken")]
        public static partial void NotDelivered(ILogger logger, string path, string trouble);
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>A callback on its way.</summary>
internal sealed record Callback(string Path, string HipId, JsonObject Body, CallbackSignature Signature = CallbackSignature.Good);

/// <summary>Delivers callbacks as the real gateway does: once, five seconds, no second try (protocol §2).</summary>
internal sealed partial class CallbackPost(Journal journal, GatewayTokens tokens, GatewayClock clock, SandboxOptions options, IHostApplicationLifetime lifetime, ILogger<CallbackPost> logger) : IDisposable
{
    private readonly HttpClient http = new(options.CallbackHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, MaxConnectionsPerServer = 64 }, disposeHandler: options.CallbackHandler is null)
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public async Task SendAsync(Callback callback)
    {
        int? status = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, journal.BridgeUrl.TrimEnd('/') + callback.Path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForCallback(callback.Signature));
            request.Headers.Add("X-HIP-ID", callback.HipId);
            request.Headers.Add("CORRELATION-ID", Guid.NewGuid().ToString());
            request.Content = new StringContent(callback.Body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, lifetime.ApplicationStopping);
            status = (int)response.StatusCode;
            if (!response.IsSuccessStatusCode) Log.NotTaken(logger, callback.Path, status.Value);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or TaskCanceledException)
        {
            Log.NotDelivered(logger, callback.Path, trouble.GetType().Name);
        }
        journal.Add(new SentCallback(callback.Path, callback.HipId, callback.Body.ToJsonString(), clock.GetUtcNow(), status));
    }

    public void Dispose() => http.Dispose();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The portal answered {Status} to {Path}; the callback is lost")]
        public static partial void NotTaken(ILogger logger, string path, int status);

        [LoggerMessage(LogLevel.Warning, "No answer from the portal to {Path} ({Trouble}); the callback is lost")]
        public static partial void NotDelivered(ILogger logger, string path, string trouble);
    }
}

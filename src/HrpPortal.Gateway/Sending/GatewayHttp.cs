using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace HrpPortal.Gateway;

/// <summary>Sends one call to the gateway and says what came of it: within the time-out, behind bulkhead and circuit breaker, and told to the weather.</summary>
internal sealed class GatewayHttp(HttpClient client, GatewayPipeline pipeline, Bulkhead bulkhead, GatewayWeather weather, IOptions<GatewayOptions> options)
{
    /// <summary>No more of any body is read.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <param name="readSuccess">Whether the body of a 2xx matters. Where it does not, the headers alone decide.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled: whether the body arrived is not known.</exception>
    public Task<Exchange> SendAsync(
        HttpMethod method, Uri url, byte[]? json, GatewayHeaders headers, bool readSuccess, CancellationToken cancellationToken) =>
        GuardedAsync(
            url,
            () =>
            {
                var request = new HttpRequestMessage(method, url) { Content = json is null ? null : new TrackedContent(json) };
                headers.Apply(request);
                return request;
            },
            readSuccess, cancellationToken);

    /// <summary>Whether anybody is there, and what time it is there: whatever comes, or does not, is told to the weather.</summary>
    public Task LookAsync(GatewayWeather host, CancellationToken cancellationToken)
    {
        var url = host == weather ? options.Value.UrlOf(GatewayPaths.Certs) : options.Value.UrlOf(GatewayDialect.V3, GatewayPaths.CertsV3)!;
        return GuardedAsync(url, () => new HttpRequestMessage(HttpMethod.Get, url), readSuccess: false, cancellationToken);
    }

    private async Task<Exchange> GuardedAsync(Uri url, Func<HttpRequestMessage> make, bool readSuccess, CancellationToken cancellationToken)
    {
        var host = weather.Of(options.Value.IsOfV3(url) ? GatewayDialect.V3 : GatewayDialect.V05);
        using var place = await bulkhead.EnterAsync(cancellationToken);
        if (place is null) return new Exchange.Lost(false, $"not sent: {Bulkhead.Places} calls were waiting for the gateway already");
        try
        {
            return await pipeline.GuardOf(host).ExecuteAsync(
                async timeout =>
                {
                    using var request = make();
                    var begun = host.Stamp();
                    var exchange = await ExchangeAsync(request, readSuccess, timeout, cancellationToken);
                    host.Saw(!exchange.IsHostTrouble, (exchange as Exchange.Answered)?.Date, begun);
                    return exchange;
                },
                cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return new Exchange.Lost(false, "not sent: the gateway failed several times in a row and is left alone for a few seconds");
        }
    }

    private async Task<Exchange> ExchangeAsync(HttpRequestMessage request, bool readSuccess, CancellationToken timeout, CancellationToken caller)
    {
        // A call without a body only reads: to make it twice does no harm.
        var hasStarted = () => request.Content is TrackedContent { HasStarted: true };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout);
            return await AnswerAsync(response, readSuccess, timeout, caller);
        }
        catch (HttpRequestException exception)
        {
            return new Exchange.Lost(hasStarted(), Why(exception));
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return new Exchange.Lost(hasStarted(), $"no answer within {options.Value.TimeoutSeconds} s");
        }
    }

    /// <summary>Once the headers are here the status stands, whatever becomes of the body (guarantees G5).</summary>
    private static async Task<Exchange> AnswerAsync(HttpResponseMessage response, bool readSuccess, CancellationToken timeout, CancellationToken caller)
    {
        byte[] body = [];
        if (readSuccess || !response.IsSuccessStatusCode)
        {
            try
            {
                body = await BoundedBody.ReadAsync(response.Content, MaxBodyBytes, timeout);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !caller.IsCancellationRequested))
            {
                // What could not be read is not needed: the status says what to do.
                body = [];
            }
        }

        return new Exchange.Answered((int)response.StatusCode, CorrelationId(response), response.Content.Headers.ContentType?.MediaType, body) { Date = DateOf(response) };
    }

    /// <summary>The gateway's clock, of whole seconds: on the average half of one has passed. A proxy's copy says how old it is.</summary>
    internal static DateTimeOffset? DateOf(HttpResponseMessage response) =>
        response.Headers.Date is { } date ? date + (response.Headers.Age ?? TimeSpan.Zero) + TimeSpan.FromSeconds(0.5) : null;

    private static string? CorrelationId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("CORRELATION-ID", out var values) ? CleanText.Of(values.FirstOrDefault(), 128) : null;

    /// <summary>In our words: the framework's texts may hold more than the log may.</summary>
    private static string Why(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "no such host",
        HttpRequestError.SecureConnectionError => "TLS was refused",
        HttpRequestError.ConnectionError => exception.InnerException is SocketException socket ? $"no connection ({socket.SocketErrorCode})" : "no connection",
        HttpRequestError.ResponseEnded => "the connection ended before the answer",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer was not HTTP",
        _ => "the connection broke",
    };

    /// <summary>Knows whether the body was begun, which no exception tells.</summary>
    private sealed class TrackedContent : HttpContent
    {
        private readonly byte[] _json;
        private volatile bool _hasStarted;

        public TrackedContent(byte[] json)
        {
            _json = json;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public bool HasStarted => _hasStarted;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _hasStarted = true;
            await stream.WriteAsync(_json, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _json.Length;
            return true;
        }
    }
}

using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>Posts the message to the address that <c>Sms:Url</c> names.</summary>
public sealed partial class HttpSmsSender(IHttpClientFactory clients, IOptions<SmsOptions> options, ILogger<HttpSmsSender> log) : ISmsSender
{
    internal const string ClientName = "PatientSms";

    private readonly SmsOptions _options = options.Value;

    public bool IsSetUp => _options.Url.Length > 0;

    public async Task<bool> SendAsync(string mobile, string text, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = JsonContent.Create(new { to = "+91" + mobile, text, from = _options.From.Length > 0 ? _options.From : null }) };
        if (_options.Key.Length > 0) request.Headers.TryAddWithoutValidation(_options.KeyHeader, _options.Key);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.IsSuccessStatusCode) return true;
            Log.NotTaken(log, (int)answer.StatusCode);
        }
        catch (HttpRequestException problem)
        {
            // Its message names the host, and nothing that was sent.
            Log.OutOfReach(log, problem.HttpRequestError);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TooSlow(log, _options.TimeoutSeconds);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The SMS service (Sms:Url) did not take a code: HTTP {Status}")]
        public static partial void NotTaken(ILogger log, int status);

        [LoggerMessage(Level = LogLevel.Error, Message = "The SMS service (Sms:Url) is out of reach: {Error}")]
        public static partial void OutOfReach(ILogger log, HttpRequestError error);

        [LoggerMessage(Level = LogLevel.Error, Message = "The SMS service (Sms:Url) did not answer within {Seconds} s")]
        public static partial void TooSlow(ILogger log, int seconds);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Gateway;

/// <summary>The v0.5 calls over HTTP.</summary>
internal sealed partial class GatewayApi(GatewayHttp http, GatewaySession session, GatewayWeather weather, ILogger<GatewayApi> log) : IGatewayApi
{
    public Task<GatewayReply> FetchAuthModesAsync(FetchAuthModesRequest body, string cmId, CancellationToken cancellationToken) =>
        PostAsync(GatewayPaths.FetchModes, body, GatewayJson.Wire.FetchAuthModesRequest, cmId, body?.Query.Id, cancellationToken);

    public Task<GatewayReply> InitAuthAsync(InitAuthRequest body, string cmId, CancellationToken cancellationToken) =>
        PostAsync(GatewayPaths.Init, body, GatewayJson.Wire.InitAuthRequest, cmId, body?.Query.Id, cancellationToken);

    public Task<GatewayReply> ConfirmAuthAsync(ConfirmAuthRequest body, string cmId, CancellationToken cancellationToken) =>
        PostAsync(GatewayPaths.Confirm, body, GatewayJson.Wire.ConfirmAuthRequest, cmId, null, cancellationToken);

    public Task<GatewayReply> AddContextsAsync(AddContextsRequest body, string cmId, CancellationToken cancellationToken) =>
        PostAsync(GatewayPaths.AddContexts, body, GatewayJson.Wire.AddContextsRequest, cmId, null, cancellationToken);

    public Task<GatewayReply> NotifyContextAsync(NotifyContextRequest body, string cmId, CancellationToken cancellationToken) =>
        PostAsync(GatewayPaths.ContextNotify, body, GatewayJson.Wire.NotifyContextRequest, cmId, body?.Notification.Patient.Id, cancellationToken);

    private async Task<GatewayReply> PostAsync<T>(
        string path, T? body, JsonTypeInfo<T> json, string cmId, string? patientId, CancellationToken cancellationToken)
        where T : GatewayRequest
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckCmId(cmId, patientId);
        var answer = await session.GetAsync(cancellationToken);
        if (answer is not SessionAnswer.Open { Token: var token })
            return NoSession(path, body, (SessionAnswer.Closed)answer);
        if (weather.ClockIsOff)
            return ClockOff(path, body);

        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, json);
        var reply = await SendAsync(path, body, bytes, cmId, token, cancellationToken);
        if (reply is GatewayReply.Failed { Fault.Kind: FaultKind.Session }
            && await session.RenewAsync(token, cancellationToken) is SessionAnswer.Open { Token: var renewed })
        {
            // A 401 is given before the requestId is remembered, so the same body may go again (protocol §10 K).
            reply = await SendAsync(path, body, bytes, cmId, renewed, cancellationToken);
        }

        return reply;
    }

    private async Task<GatewayReply> SendAsync(
        string path, GatewayRequest body, byte[] bytes, string cmId, Secret token, CancellationToken cancellationToken)
    {
        var exchange = await http.PostAsync(path, bytes, new GatewayHeaders(token.Reveal(), cmId), readSuccess: false, cancellationToken);
        var reply = ReplyReader.Read(exchange, path, [token.Reveal(), .. body.Confidences]);
        if (reply is GatewayReply.Accepted accepted)
            Log.Accepted(log, path, body.RequestId, accepted.Status, accepted.CorrelationId);
        else if (reply is GatewayReply.Failed { Fault: var fault })
            Log.Failed(log, path, body.RequestId, fault.Kind, fault.HttpStatus, fault.Code);
        return reply;
    }

    private GatewayReply.Failed NoSession(string path, GatewayRequest body, SessionAnswer.Closed closed)
    {
        Log.Failed(log, path, body.RequestId, closed.Fault.Kind, closed.Fault.HttpStatus, closed.Fault.Code);
        return new GatewayReply.Failed(closed.Fault);
    }

    /// <summary>A timestamp outside the gateway's window is answered 429 like a repeat, and would be taken for one (protocol §2).</summary>
    private GatewayReply.Failed ClockOff(string path, GatewayRequest body)
    {
        var fault = new GatewayFault(null, null, $"not sent: this machine's clock is {weather.ClockSkew?.TotalSeconds:0} s ahead of the gateway's", path, FaultKind.NotSent);
        Log.ClockOff(log, path, body.RequestId, weather.ClockSkew?.TotalSeconds);
        return new GatewayReply.Failed(fault);
    }

    /// <summary>A wrong X-CM-ID is answered 500 "No mapping found" at best, and asks the wrong consent manager at worst (protocol §1).</summary>
    private static void CheckCmId(string cmId, string? patientId)
    {
        if (!CmId.IsProper(cmId))
            throw new ArgumentException("The id of the consent manager is missing or malformed.", nameof(cmId));
        if (CmId.TryFromAddress(patientId, out var suffix) && !suffix.Equals(cmId, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("The id of the consent manager is not the suffix of the patient's address.", nameof(cmId));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Endpoint} {RequestId}: taken, HTTP {Status}, correlation {CorrelationId}")]
        public static partial void Accepted(ILogger logger, string endpoint, Guid requestId, int status, string? correlationId);

        [LoggerMessage(2, LogLevel.Warning, "{Endpoint} {RequestId}: {Kind}, HTTP {Status}, code {Code}")]
        public static partial void Failed(ILogger logger, string endpoint, Guid requestId, FaultKind kind, int? status, string? code);

        [LoggerMessage(3, LogLevel.Error, "{Endpoint} {RequestId}: not sent, this machine's clock is {Seconds} s ahead of the gateway's")]
        public static partial void ClockOff(ILogger logger, string endpoint, Guid requestId, double? seconds);
    }
}

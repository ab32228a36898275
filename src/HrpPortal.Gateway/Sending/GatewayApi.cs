using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>Our calls over HTTP, each in its own dialect and session.</summary>
internal sealed partial class GatewayApi(
    GatewayHttp http, GatewaySessions sessions, GatewayWeather weather, IOptions<GatewayOptions> options, ILogger<GatewayApi> log) : IGatewayApi
{
    public async Task<GatewayReply> SendAsync(GatewayRequest body, string cmId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckCmId(cmId, body.PatientId);
        if (body.UrlIn(options.Value) is not { } url)
            return NotSetUp(body);
        var session = sessions.Of(body.Dialect);
        var answer = await session.GetAsync(cmId, cancellationToken);
        if (answer is not SessionAnswer.Open { Token: var token })
            return NoSession(body, (SessionAnswer.Closed)answer);
        if (weather.Of(body.Dialect) is { ClockIsOff: true } host)
            return ClockOff(body, host);

        var bytes = body.ToJson();
        var reply = await SendAsync(url, body, bytes, cmId, token, cancellationToken);
        if (reply is GatewayReply.Failed { Fault.Kind: FaultKind.Session }
            && await session.RenewAsync(token, cmId, cancellationToken) is SessionAnswer.Open { Token: var renewed })
        {
            // A 401 is given before the requestId is remembered, so the same body may go again (protocol §10 K).
            reply = await SendAsync(url, body, bytes, cmId, renewed, cancellationToken);
        }

        return reply;
    }

    private async Task<GatewayReply> SendAsync(
        Uri url, GatewayRequest body, byte[]? bytes, string cmId, Secret token, CancellationToken cancellationToken)
    {
        var exchange = await http.SendAsync(body.Method, url, bytes, GatewayHeaders.Of(body, cmId, token), readSuccess: body.Method == HttpMethod.Get, cancellationToken);
        var reply = ReplyReader.Read(exchange, body.Dialect, body.Path, [token.Reveal(), .. body.Confidences]);
        if (reply is GatewayReply.Accepted accepted)
            Log.Accepted(log, body.Path, body.RequestId, accepted.Status, accepted.CorrelationId);
        else if (reply is GatewayReply.Failed { Fault: var fault })
            Log.Failed(log, body.Path, body.RequestId, fault.Kind, fault.HttpStatus, fault.Code);
        return reply;
    }

    /// <summary>Nobody can send in a dialect whose address was never given: the operator must.</summary>
    private GatewayReply.Failed NotSetUp(GatewayRequest body)
    {
        var setting = $"{GatewayOptions.Section}:{body.SettingOfUrl}";
        Log.NotSetUp(log, body.Path, body.RequestId, setting);
        return new GatewayReply.Failed(new GatewayFault(null, null, $"not sent: {setting} is not set", body.Path, FaultKind.NotSetUp));
    }

    private GatewayReply.Failed NoSession(GatewayRequest body, SessionAnswer.Closed closed)
    {
        Log.Failed(log, body.Path, body.RequestId, closed.Fault.Kind, closed.Fault.HttpStatus, closed.Fault.Code);
        return new GatewayReply.Failed(closed.Fault);
    }

    /// <summary>A timestamp outside the gateway's window is answered 429 like a repeat, and would be taken for one (protocol §2).</summary>
    private GatewayReply.Failed ClockOff(GatewayRequest body, GatewayWeather host)
    {
        var fault = new GatewayFault(null, null, $"not sent: this machine's clock is {host.ClockSkew?.TotalSeconds:0} s ahead of the gateway's", body.Path, FaultKind.NotSent);
        Log.ClockOff(log, body.Path, body.RequestId, host.ClockSkew?.TotalSeconds);
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

        [LoggerMessage(4, LogLevel.Error, "{Endpoint} {RequestId}: not sent, {Setting} is not set")]
        public static partial void NotSetUp(ILogger logger, string endpoint, Guid requestId, string setting);
    }
}

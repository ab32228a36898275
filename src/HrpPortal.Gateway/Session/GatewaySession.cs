using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>
/// The one session that all calls of a dialect share (protocol §3.1, §7.2). At most one session call is in flight; its outcome serves all who wait. A
/// session that could not be had is not asked for again at once: refused credentials rest for 60 s, anything else for 5 s. A 401 on a
/// call renews the session, at most once in 60 s, so that 401 for ever is no storm.
/// </summary>
internal sealed partial class GatewaySession(
    GatewayDialect dialect, GatewayHttp http, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewaySession> log)
{
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestAfterTrouble = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private SessionAnswer? _last;
    private DateTimeOffset _from;
    private DateTimeOffset _until;
    private DateTimeOffset? _renewedAt;
    private Task<SessionAnswer>? _inFlight;

    public Task<SessionAnswer> GetAsync(string cmId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Current(time.GetUtcNow()) is { } answer ? Task.FromResult(answer) : Fetch(cmId).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks anew though a session may be open: for a check of the credentials, not for a call.</summary>
    /// <returns>The answer, and until when it is used.</returns>
    public async Task<(SessionAnswer Answer, DateTimeOffset Until)> AskAsync(string cmId, CancellationToken cancellationToken)
    {
        Task<SessionAnswer> asked;
        lock (_gate) asked = Fetch(cmId);
        var answer = await asked.WaitAsync(cancellationToken);
        lock (_gate) return (answer, _until);
    }

    /// <summary>After a 401 on a call with this token: the newer session if there is one, else a renewal; none when one was made just now.</summary>
    public Task<SessionAnswer?> RenewAsync(Secret refused, string cmId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_inFlight is null)
            {
                if (Current(now) is { } current && current != new SessionAnswer.Open(refused))
                    return Task.FromResult<SessionAnswer?>(current);
                if (_renewedAt is { } renewedAt && now >= renewedAt && now - renewedAt < BetweenRenewals)
                    return Task.FromResult<SessionAnswer?>(null);
                (_renewedAt, _last) = (now, null);
                Log.Renewing(log);
            }

            return AsOptionalAsync(Fetch(cmId).WaitAsync(cancellationToken));
        }
    }

    private static async Task<SessionAnswer?> AsOptionalAsync(Task<SessionAnswer> answer) => await answer;

    /// <summary>Inside the gate. A clock that was set back ends what it may have stretched.</summary>
    private SessionAnswer? Current(DateTimeOffset now) => now >= _from && now < _until ? _last : null;

    /// <summary>Inside the gate. Not bound to a caller: one that gives up must not take the session from the others.</summary>
    private Task<SessionAnswer> Fetch(string cmId) => _inFlight ??= Task.Run(() => FetchAsync(cmId));

    /// <param name="cmId">The consent manager of whoever asked first: v3 wants one named, though the session serves for all.</param>
    private async Task<SessionAnswer> FetchAsync(string cmId)
    {
        var askedAt = time.GetUtcNow();
        SessionAnswer answer = new SessionAnswer.Closed(Trouble(null, "the session call failed", FaultKind.NotSent));
        var lasts = RestAfterTrouble;
        try
        {
            (answer, lasts) = Read(await http.SendAsync(HttpMethod.Post, Url, Body(), Headers(cmId), readSuccess: true, CancellationToken.None));
        }
        finally
        {
            lock (_gate)
            {
                _inFlight = null;
                // A check that fails takes no session away that calls still use.
                if (answer is SessionAnswer.Open || Current(time.GetUtcNow()) is not SessionAnswer.Open)
                    (_last, _from, _until) = (answer, askedAt, (answer is SessionAnswer.Open ? askedAt : time.GetUtcNow()) + lasts);
            }
        }

        if (answer is SessionAnswer.Closed { Fault: var fault })
            Log.NoSession(log, fault.HttpStatus, fault.Code, fault.Kind);
        else
            Log.Opened(log, (int)lasts.TotalSeconds);
        return answer;
    }

    private string Path => dialect == GatewayDialect.V3 ? GatewayPaths.SessionsV3 : GatewayPaths.Sessions;

    private Uri Url => options.Value.UrlOf(dialect, Path) ?? throw new InvalidOperationException("A session without an address was asked for.");

    private GatewayHeaders Headers(string cmId) => dialect == GatewayDialect.V3
        ? new GatewayHeaders(null, [.. GatewayHeaders.Ids(Guid.NewGuid(), time.GetUtcNow(), cmId)])
        : GatewayHeaders.None;

    private byte[] Body() =>
        JsonSerializer.SerializeToUtf8Bytes(new SessionRequest(options.Value.ClientId, options.Value.ClientSecret), GatewayJson.Wire.SessionRequest);

    private (SessionAnswer Answer, TimeSpan Lasts) Read(Exchange exchange)
    {
        if (exchange is Exchange.Answered { Status: >= 200 and < 300 } answer)
        {
            return SessionReply.Read(answer.Body) is { } reply
                ? (new SessionAnswer.Open(reply.Token), reply.UsableFor)
                : (new SessionAnswer.Closed(Trouble(answer.Status, "the session reply could not be read", FaultKind.NotSent)), RestAfterTrouble);
        }

        var failed = (GatewayReply.Failed)ReplyReader.Read(exchange, dialect, Path, [options.Value.ClientId, options.Value.ClientSecret]);
        var refused = failed.Fault.Kind is FaultKind.Refused or FaultKind.Session;

        // Whatever happened to the session call, the caller's own body has not been sent.
        return (new SessionAnswer.Closed(failed.Fault with { Kind = refused ? FaultKind.Session : FaultKind.NotSent }),
            refused ? RestAfterRefusal : RestAfterTrouble);
    }

    private GatewayFault Trouble(int? status, string message, FaultKind kind) => new(status, null, message, Path, kind);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A session with the gateway is open, for use during {Seconds} s")]
        public static partial void Opened(ILogger logger, int seconds);

        [LoggerMessage(2, LogLevel.Warning, "The gateway refused the session token; renewing it")]
        public static partial void Renewing(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "No session with the gateway: HTTP {Status}, code {Code}, {Kind}")]
        public static partial void NoSession(ILogger logger, int? status, string? code, FaultKind kind);
    }
}

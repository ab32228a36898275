using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Gateway;

/// <summary>
/// The keys with which the gateway signs its callbacks, from <see cref="GatewayOptions.JwksUrl"/> or <c>{BaseUrl}/v0.5/certs</c>.
/// Kept for an hour; when the endpoint fails or answers nonsense the old set serves on for up to 24 hours, never longer (a key that
/// was taken back must die). An unknown key id causes at most one fetch in 30 seconds, whatever the load; one fetch at a time.
/// </summary>
public sealed partial class GatewayKeys(
    IHttpClientFactory clients, IOptions<GatewayOptions> options, GatewayWeather weather, TimeProvider time, ILogger<GatewayKeys> log)
{
    internal const string ClientName = "gateway-keys";
    private const int MaxDocumentBytes = 256 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Usable = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenUnknownKids = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenFailedRefreshes = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenFailedFirstFetches = TimeSpan.FromSeconds(2);

    // The gateway waits 5 s for our answer and does not call again (protocol §2): a callback waits no longer for a fetch than
    // leaves time to give it. The fetch itself goes on, for the next one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private KeySet? _keys;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset? _failedAt;
    private DateTimeOffset? _unknownKidAt;
    private Task? _inFlight;
    private int _generation;

    /// <summary>Another number for every set that was fetched.</summary>
    internal int Generation => Volatile.Read(ref _generation);

    /// <summary>How the last fetch went; one that failed can hide behind the set of before.</summary>
    public KeysReport Report
    {
        get
        {
            lock (_gate) return new KeysReport(CurrentSet(time.GetUtcNow())?.Count ?? 0, _keys is null ? null : _fetchedAt, _failedAt);
        }
    }

    /// <summary>Fetches the keys now, for a readiness check or a warm start. Says whether a usable set is at hand afterwards.</summary>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        Task fetch;
        lock (_gate)
            fetch = Fetch();
        await fetch.WaitAsync(cancellationToken);
        lock (_gate)
            return CurrentSet(time.GetUtcNow()) is not null;
    }

    /// <summary>The key that a token names, or the only one when it names none. None: refuse the token.</summary>
    internal async ValueTask<SecurityKey?> FindAsync(string? kid, CancellationToken cancellationToken)
    {
        Task wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var current = CurrentSet(now);
            var key = current?.Find(kid);
            if (key is not null)
            {
                // Stale keys are used while newer ones are fetched: the callback does not wait.
                if (HasPassed(_fetchedAt, Fresh, now) && HasPassed(_failedAt, BetweenFailedRefreshes, now))
                    _ = Fetch();
                return key;
            }

            if (current is null ? !HasPassed(_failedAt, BetweenFailedFirstFetches, now) && _inFlight is null : !MayAskForUnknownKid(kid, now))
                return null;
            wait = Fetch();
        }

        try
        {
            await wait.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        lock (_gate)
            return CurrentSet(time.GetUtcNow())?.Find(kid);
    }

    /// <summary>Inside the gate.</summary>
    private bool MayAskForUnknownKid(string? kid, DateTimeOffset now)
    {
        if (kid is null)
            return false; // Several keys and no name: more keys would not help.
        if (_inFlight is not null)
            return true; // Join the fetch that runs.
        if (!HasPassed(_unknownKidAt, BetweenUnknownKids, now))
            return false;
        _unknownKidAt = now;
        return true;
    }

    /// <summary>Inside the gate. One fetch at a time; all who need one share it.</summary>
    private Task Fetch() => _inFlight ??= Task.Run(FetchAsync);

    private async Task FetchAsync()
    {
        KeySet? keys = null;
        try
        {
            keys = await DownloadAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            Log.FetchFailed(log, exception.GetType().Name);
        }
        finally
        {
            lock (_gate)
            {
                _inFlight = null;
                _failedAt = keys is null ? time.GetUtcNow() : null;
                if (keys is not null)
                {
                    (_keys, _fetchedAt) = (keys, time.GetUtcNow());
                    _generation++;
                }
            }
        }
    }

    private async Task<KeySet?> DownloadAsync()
    {
        using var deadline = new CancellationTokenSource(FetchTimeout, time);
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Value.KeysUrl);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var begun = weather.Stamp();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        // The keys' page may be somebody else's.
        if (options.Value.KeysUrl.Host == options.Value.UrlOf("").Host) weather.Saw(answered: (int)response.StatusCode is not (502 or 503 or 504), GatewayHttp.DateOf(response), begun);
        if (!response.IsSuccessStatusCode)
        {
            Log.Refused(log, (int)response.StatusCode);
            return null;
        }

        var body = await BoundedBody.ReadAsync(response.Content, MaxDocumentBytes, deadline.Token);
        var keys = KeySet.Read(body);
        if (keys is null)
            Log.NoUsableKey(log, body.Length);
        else
            Log.Fetched(log, keys.Count);
        return keys;
    }

    private KeySet? CurrentSet(DateTimeOffset now) => _keys is not null && now - _fetchedAt < Usable ? _keys : null;

    /// <summary>A clock that was set back does not hold us up.</summary>
    private static bool HasPassed(DateTimeOffset? since, TimeSpan span, DateTimeOffset now) =>
        since is null || now - since >= span || now < since;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The gateway's signing keys were fetched: {Count}")]
        public static partial void Fetched(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "The gateway's signing keys could not be fetched: {Reason}")]
        public static partial void FetchFailed(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "The gateway's signing keys could not be fetched: HTTP {Status}")]
        public static partial void Refused(ILogger logger, int status);

        [LoggerMessage(4, LogLevel.Warning, "The gateway's key document ({Length} bytes) holds no key that may be used; the old keys serve on")]
        public static partial void NoUsableKey(ILogger logger, int length);
    }
}

/// <param name="Count">Keys at hand that callbacks are verified with.</param>
/// <param name="FetchedAt">When they came; absent when none ever did.</param>
/// <param name="FailedAt">When the last fetch failed; absent when it did not.</param>
public sealed record KeysReport(int Count, DateTimeOffset? FetchedAt, DateTimeOffset? FailedAt);

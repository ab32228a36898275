using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>
/// What the calls of this process saw of the gateway: whether it answers, since when it does not, when the next call may try, and
/// whether the two clocks agree. One for each gateway host: v0.5 and v3 may have different ones, and then the one being away holds
/// nothing of the other back; this one is v0.5's, and leads to v3's by <see cref="Of"/>. Any answer is a sign of life, also a refusal; no answer, and the API
/// manager's 502, 503 and 504, are none. Whoever wants to send asks <see cref="HoldNow"/> first.
/// </summary>
public sealed class GatewayWeather
{
    /// <summary>So many failures in a row are an outage, also when they come too slowly to open the circuit.</summary>
    private const int FailuresOfAnOutage = 3;

    /// <summary>A Date that was so long under way, or lay in a stopped process, would look like a skew.</summary>
    internal static readonly TimeSpan FreshDate = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenClockChecks = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WithoutATry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly GatewayWeather? _v3;
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SteadyTime _steady;
    private readonly ClockSkew _skew;
    private readonly TimeSpan _tolerance;
    private int _failures;
    private DateTimeOffset? _failingSince;
    private DateTimeOffset? _lastAnswerAt;
    private DateTimeOffset? _openUntil; // Steady, as the next two: they are the ends and beginnings of spans.
    private DateTimeOffset? _triedAt;
    private DateTimeOffset? _clockCheckedAt;
    private WeatherReport? _told;

    public GatewayWeather(TimeProvider time, IOptions<GatewayOptions> options)
        : this(options?.Value ?? throw new ArgumentNullException(nameof(options)), time)
    {
        if (options.Value.HasTwoHosts) _v3 = new GatewayWeather(options.Value, time);
        if (_v3 is not null) _v3.Changed += () => Changed?.Invoke();
    }

    private GatewayWeather(GatewayOptions options, TimeProvider time)
    {
        (_time, _steady) = (time, new SteadyTime(time));
        _skew = new ClockSkew(time, _steady);
        _tolerance = options.ClockToleranceSeconds > 0 ? TimeSpan.FromSeconds(options.ClockToleranceSeconds) : TimeSpan.MaxValue;
    }

    /// <summary>The report has become another one. Raised on the thread of whoever noticed, a sender's as a rule: only hand over.</summary>
    public event Action? Changed;

    /// <summary>Of each host: one, or v0.5's and v3's.</summary>
    public IReadOnlyList<GatewayWeather> Hosts => _v3 is null ? [this] : [this, _v3];

    /// <summary>The host that most needs looking at: whose clock is off, which is away, or which answered last.</summary>
    public GatewayWeather Worst =>
        Hosts.FirstOrDefault(host => host.ClockIsOff) ?? Hosts.FirstOrDefault(host => !host.IsAnswering) ?? Hosts.MaxBy(host => host.Report.LastAnswerAt) ?? this;

    /// <summary>That of the host which a dialect is spoken with.</summary>
    public GatewayWeather Of(GatewayDialect dialect) => dialect == GatewayDialect.V3 && _v3 is not null ? _v3 : this;

    /// <summary>Everything at once, as of now.</summary>
    public WeatherReport Report
    {
        get
        {
            lock (_gate) return ReportNow();
        }
    }

    /// <inheritdoc cref="WeatherReport.IsAnswering"/>
    public bool IsAnswering => Report.IsAnswering;

    /// <inheritdoc cref="WeatherReport.NotAnsweringSince"/>
    public DateTimeOffset? NotAnsweringSince => Report.NotAnsweringSince;

    /// <inheritdoc cref="WeatherReport.NextTryAt"/>
    public DateTimeOffset? NextTryAt => Report.NextTryAt;

    /// <inheritdoc cref="WeatherReport.ClockSkew"/>
    public TimeSpan? ClockSkew => Report.ClockSkew;

    /// <inheritdoc cref="WeatherReport.ClockIsOff"/>
    public bool ClockIsOff => Report.ClockIsOff;

    /// <summary>
    /// Leave to begin an attempt. Null: go on. While the circuit is open one caller every five seconds gets leave to try, and
    /// nobody else, so that an outage uses up nobody's attempts; leave that is not used costs nothing.
    /// </summary>
    public Hold? HoldNow()
    {
        Hold? hold;
        lock (_gate)
        {
            hold = ClockIsOffNow() ? ClockHold() : CircuitHold();
        }

        Tell();
        return hold;
    }

    /// <summary>Whether a look at the gateway is due that no waiting request makes: the clocks once a minute, an outage after 15 s without a try.</summary>
    internal bool TakeProbe()
    {
        lock (_gate)
        {
            var now = _steady.GetUtcNow();
            var clock = ClockIsOffNow() && !(now - _clockCheckedAt < BetweenClockChecks);
            var outage = ReportNow() is { IsAnswering: false } && !(now - _triedAt < WithoutATry) && !(now < _openUntil);
            if (clock) _clockCheckedAt = now;
            if (outage) GiveLeave(now);
            return clock || outage;
        }
    }

    /// <summary>Before a call, for <see cref="Saw"/> after it.</summary>
    internal long Stamp() => _time.GetTimestamp();

    /// <summary>What came of a call; <paramref name="gatewaysTime"/> is its Date header, which after a long wait tells nothing any more.</summary>
    internal void Saw(bool answered, DateTimeOffset? gatewaysTime = null, long? begun = null)
    {
        lock (_gate)
        {
            _triedAt = _steady.GetUtcNow();
            if (gatewaysTime is { } date && !(begun is { } stamp && _time.GetElapsedTime(stamp) > FreshDate)) _skew.Saw(date);
            if (answered)
            {
                (_failures, _failingSince, _lastAnswerAt) = (0, null, _time.GetUtcNow());
            }
            else
            {
                _failures++;
                _failingSince ??= _time.GetUtcNow();
            }
        }

        Tell();
    }

    /// <summary>The circuit opened, or a trial is on its way: nobody else goes for <paramref name="time"/>.</summary>
    internal void CircuitIsOpenFor(TimeSpan time)
    {
        lock (_gate) _openUntil = _steady.GetUtcNow() + time;
        Tell();
    }

    internal void CircuitClosed()
    {
        lock (_gate) _openUntil = null;
        Tell();
    }

    private Hold? CircuitHold()
    {
        if (_openUntil is not { } until) return null;
        var now = _steady.GetUtcNow();
        if (now >= until)
        {
            GiveLeave(now);
            return null;
        }

        // In a long outage a full queue is not leased and put back every five seconds.
        var outage = _failingSince is { } since ? _time.GetUtcNow() - since : TimeSpan.Zero;
        var patience = TimeSpan.FromTicks(Math.Clamp(outage.Ticks / 10, 0, LongestWait.Ticks));
        return new Hold(HoldReason.GatewayDown, _time.GetUtcNow() + (until - now) + (patience * (0.5 + (0.5 * Random.Shared.NextDouble()))));
    }

    private Hold ClockHold()
    {
        var wait = _clockCheckedAt is { } checkedAt ? checkedAt + BetweenClockChecks - _steady.GetUtcNow() : TimeSpan.Zero;
        return new Hold(HoldReason.ClockOff, _time.GetUtcNow() + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + TimeSpan.FromSeconds(2));
    }

    private void GiveLeave(DateTimeOffset now)
    {
        _triedAt = now;
        if (_openUntil is not null) _openUntil = now + GatewayPipeline.BreakDuration;
    }

    private bool ClockIsOffNow() => _skew.Now?.Duration() > _tolerance;

    private WeatherReport ReportNow() => new(
        _failures >= FailuresOfAnOutage || _openUntil is not null ? _failingSince : null,
        _openUntil is { } until ? _time.GetUtcNow() + Positive(until - _steady.GetUtcNow()) : null,
        _lastAnswerAt,
        _skew.Now is { } skew ? TimeSpan.FromSeconds(Math.Round(skew.TotalSeconds)) : null,
        ClockIsOffNow());

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private void Tell()
    {
        lock (_gate)
        {
            // Not told: that one more answer came, that the wait for the next try became shorter, a second of skew within the tolerance.
            var report = ReportNow() with { LastAnswerAt = null, NextTryAt = _openUntil };
            if (!report.ClockIsOff) report = report with { ClockSkew = null };
            if (report == _told) return;
            var first = _told is null;
            _told = report;
            if (first && report is { IsAnswering: true, NextTryAt: null, ClockIsOff: false }) return;
        }

        Changed?.Invoke();
    }
}

namespace HrpPortal.Demo;

/// <summary>The machine's time and what the drill adds: waits of minutes and hours are tested without waiting.</summary>
internal sealed class DrillClock(IConfiguration configuration) : TimeProvider
{
    private long _ahead = TimeSpan.FromSeconds(configuration.GetValue("Demo:ClockAhead", 0.0)).Ticks;

    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
        set => Interlocked.Exchange(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    /// <summary>Time passes for the timer too: nobody is to think that the clock was set.</summary>
    public override long GetTimestamp() => base.GetTimestamp() + (Ahead.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond));
}

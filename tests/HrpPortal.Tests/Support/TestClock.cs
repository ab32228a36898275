namespace HrpPortal.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;
    private long _passed;

    public TestClock() : this(new DateTimeOffset(2031, 5, 4, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>The machine's timer, which nobody sets and which never goes back.</summary>
    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    /// <summary>Time passes; by less than nothing, somebody sets the clock back.</summary>
    public void Advance(TimeSpan by)
    {
        if (by > TimeSpan.Zero) Interlocked.Add(ref _passed, by.Ticks);
        Interlocked.Add(ref _ticks, by.Ticks);
    }

    /// <summary>Somebody sets the machine's clock; no time passes.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

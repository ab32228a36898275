namespace HrpPortal.Tests.Support;

/// <summary>Real time plus what a test adds: workers go on by themselves, and a test can make hours pass.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _passed;
    private long _set;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _passed) + Interlocked.Read(ref _set));

    /// <summary>The machine's timer, which nobody sets: it knows of time that passed, and of nothing else.</summary>
    public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Read(ref _passed) * (TimestampFrequency / TimeSpan.TicksPerSecond));

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref by < TimeSpan.Zero ? ref _set : ref _passed, by.Ticks);

    /// <summary>Somebody sets the machine's clock; no time passes.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);
}

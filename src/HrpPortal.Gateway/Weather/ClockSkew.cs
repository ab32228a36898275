namespace HrpPortal.Gateway;

/// <summary>
/// How far this machine's clock is from the gateway's, by the Date headers of its answers: the median of the last few, so that one
/// odd node says nothing. They are kept against the steady time, which nobody sets: a clock that is put right or wrong is noticed at
/// once, without another answer. Not safe for several threads; the weather's gate is around it.
/// </summary>
internal sealed class ClockSkew(TimeProvider time, SteadyTime steady)
{
    private const int Most = 5;

    /// <summary>A correction of the clock by more than this ends what earlier answers tell (a machine that slept looks the same).</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly List<TimeSpan> _gatewayAhead = [];
    private TimeSpan _wallAhead;

    /// <summary>Positive: this machine's clock is ahead. Absent before the first dated answer.</summary>
    public TimeSpan? Now => _gatewayAhead.Count == 0 ? null : WallAhead() - Median();

    public void Saw(DateTimeOffset gatewaysTime)
    {
        var wallAhead = WallAhead();
        if ((wallAhead - _wallAhead).Duration() > Step) _gatewayAhead.Clear();
        _wallAhead = wallAhead;
        if (_gatewayAhead.Count == Most) _gatewayAhead.RemoveAt(0);
        _gatewayAhead.Add(gatewaysTime - steady.GetUtcNow());
    }

    /// <summary>Two clocks are read one after the other: a process that was stopped in between reads them again.</summary>
    private TimeSpan WallAhead()
    {
        while (true)
        {
            var before = steady.GetUtcNow();
            var ahead = time.GetUtcNow() - before;
            if (steady.GetUtcNow() - before < TimeSpan.FromSeconds(1)) return ahead;
        }
    }

    private TimeSpan Median()
    {
        var sorted = _gatewayAhead.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

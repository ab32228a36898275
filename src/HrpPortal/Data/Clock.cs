namespace HrpPortal.Data;

/// <summary>The one way to ask for the time: UTC, by <see cref="TimeProvider"/>.</summary>
public static class Clock
{
    /// <summary>To the microsecond, which is what PostgreSQL keeps: a time that was written compares equal to itself.</summary>
    public static DateTime Utc(this TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

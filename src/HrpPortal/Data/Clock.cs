namespace HrpPortal.Data;

/// <summary>The one way to ask for the time: UTC, by <see cref="TimeProvider"/>.</summary>
public static class Clock
{
    public static DateTime Utc(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime;
}

namespace HrpPortal.Outbox;

/// <summary>When to send again: 5 s doubling to 10 min, then 1, 3 and 8 hours, spread so that a crowd does not come back at once.</summary>
public static class OutboxBackoff
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(8),
    ];

    /// <param name="attempts">Attempts made so far, at least 1.</param>
    public static TimeSpan After(int attempts)
    {
        var step = Steps[Math.Clamp(attempts - 1, 0, Steps.Length - 1)];
        return step * (0.75 + (0.5 * Random.Shared.NextDouble()));
    }
}

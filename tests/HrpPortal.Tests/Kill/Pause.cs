namespace HrpPortal.Tests.Kill;

/// <summary>A moment at which something is to happen; never a wait for something to have happened.</summary>
internal static class Pause
{
    public static async Task ForAsync(double milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, milliseconds)));
        await timer.WaitForNextTickAsync();
    }
}

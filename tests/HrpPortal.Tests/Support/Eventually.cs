namespace HrpPortal.Tests.Support;

/// <summary>Waits for what other threads bring about: looks again until it holds, or fails at a deadline and says what it saw.</summary>
public static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> holds, string what) => TrueAsync(() => Task.FromResult(holds()), () => what);

    public static async Task TrueAsync(Func<Task<bool>> holds, Func<string> what, TimeSpan? deadline = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var end = new CancellationTokenSource(deadline ?? Usual);
        try
        {
            while (!await holds()) await timer.WaitForNextTickAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail(what());
        }
    }
}

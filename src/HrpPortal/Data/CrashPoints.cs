namespace HrpPortal.Data;

/// <summary>Places where a test ends the process as a power cut would, to prove that nothing is lost or doubled there.</summary>
public enum CrashPoint
{
    None, AfterSubmit, BeforeAttemptCommit, AfterAttemptCommit, AfterConnect, AfterHeaders, AfterBody, AfterAccepted,
    AfterTokenCheck, BeforeInboxCommit, AfterInboxCommit, AfterCallbackAnswered, MidApply, BeforePush,
}

/// <summary>
/// Inert unless a Debug build is started with <c>Portal:CrashAt</c> (and <c>Portal:CrashAfter</c>: how many times the point is
/// passed first) or armed by the drill; a Release build has no way to set it.
/// </summary>
public sealed class CrashPoints
{
#if DEBUG
    private volatile CrashPoint _at;
    private int _passes;

    public CrashPoints(IConfiguration configuration) =>
        Arm(configuration.GetValue("Portal:CrashAt", CrashPoint.None), configuration.GetValue("Portal:CrashAfter", 0));

    public void Arm(CrashPoint at, int passes)
    {
        Volatile.Write(ref _passes, passes);
        _at = at;
    }

    public void Reach(CrashPoint point)
    {
        if (point == CrashPoint.None || point != _at || Interlocked.Decrement(ref _passes) >= 0) return;

        // SIGKILL: no finally, no flush, no goodbye.
        System.Diagnostics.Process.GetCurrentProcess().Kill();
    }
#else
    public void Reach(CrashPoint point)
    {
    }
#endif
}

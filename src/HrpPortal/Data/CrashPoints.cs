namespace HrpPortal.Data;

/// <summary>Places where a test ends the process as a power cut would, to prove that nothing is lost or doubled there.</summary>
public enum CrashPoint
{
    None, AfterSubmit, BeforeAttemptCommit, AfterAttemptCommit, AfterConnect, AfterHeaders, AfterBody, AfterAccepted,
    AfterTokenCheck, BeforeInboxCommit, AfterInboxCommit, AfterCallbackAnswered, MidApply, BeforePush,
}

/// <summary>Inert unless a Debug build is started with <c>Portal:CrashAt</c>; a Release build has no way to set it.</summary>
public sealed class CrashPoints
{
#if DEBUG
    private readonly CrashPoint _at;

    public CrashPoints(IConfiguration configuration) => _at = configuration.GetValue("Portal:CrashAt", CrashPoint.None);

    public void Reach(CrashPoint point)
    {
        // SIGKILL: no finally, no flush, no goodbye.
        if (point == _at && point != CrashPoint.None) System.Diagnostics.Process.GetCurrentProcess().Kill();
    }
#else
    public void Reach(CrashPoint point)
    {
    }
#endif
}

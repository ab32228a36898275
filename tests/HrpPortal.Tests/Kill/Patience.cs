namespace HrpPortal.Tests.Kill;

/// <summary>
/// Lets minutes pass, but only when nothing moves any more: on a busy machine an answer that is on its way would otherwise
/// come hours late.
/// </summary>
internal sealed class Patience(KillLane lane)
{
    private const int LooksWithoutChange = 40;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(6);

    private (int Received, int Sent, string State) _seen;
    private int _looks;

    /// <param name="state">What the portal's own rows say.</param>
    public async Task LookAsync(string state)
    {
        var now = (lane.Sandbox.Received.Count, lane.Sandbox.Callbacks.Count, state);
        if (now != _seen) (_seen, _looks) = (now, 0);
        else if (++_looks % LooksWithoutChange == 0) await lane.PassAsync(Step);
    }
}

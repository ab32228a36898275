using System.Diagnostics.Metrics;

namespace HrpPortal.Linking;

/// <summary>Alarms of linking, for the operator's telemetry (meter "HrpPortal").</summary>
public sealed class LinkCounters(IMeterFactory meters)
{
    private readonly Counter<long> _contradictions = meters.Create("HrpPortal").CreateCounter<long>(
        "hrp.links.contradictions", description: "Answers of ABDM that contradict an earlier one (T18).");

    public void Contradicted(int count)
    {
        if (count > 0) _contradictions.Add(count);
    }
}

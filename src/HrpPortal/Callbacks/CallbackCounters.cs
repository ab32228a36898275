using System.Diagnostics.Metrics;

namespace HrpPortal.Callbacks;

/// <summary>What came in, and what became of it, for the operator's telemetry (meter "HrpPortal").</summary>
public sealed class CallbackCounters
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _spilled;
    private readonly Counter<long> _drained;
    private readonly Counter<long> _changedNothing;
    private readonly Counter<long> _putOff;

    public CallbackCounters(IMeterFactory meters)
    {
        var meter = meters.Create("HrpPortal");
        _received = meter.CreateCounter<long>("hrp.callbacks.received", description: "Callbacks written into the store.");
        _duplicates = meter.CreateCounter<long>("hrp.callbacks.duplicates", description: "Callbacks that were in the store already.");
        _spilled = meter.CreateCounter<long>("hrp.callbacks.spilled", description: "Callbacks kept in a file because the store was out of reach.");
        _drained = meter.CreateCounter<long>("hrp.callbacks.drained", description: "Callbacks taken from such a file into the store.");
        _changedNothing = meter.CreateCounter<long>("hrp.callbacks.changed_nothing", description: "Callbacks that nobody here asked for, or that name another facility.");
        _putOff = meter.CreateCounter<long>("hrp.callbacks.put_off", description: "Times that applying a callback broke.");
    }

    public void Received(int added, int duplicates)
    {
        _received.Add(added);
        if (duplicates > 0) _duplicates.Add(duplicates);
    }

    public void Spilled(int count) => _spilled.Add(count);

    public void Drained(int count) => _drained.Add(count);

    public void ChangedNothing(int count, CallbackOutcome outcome) => _changedNothing.Add(count, KeyValuePair.Create<string, object?>("outcome", outcome.ToString()));

    public void PutOff() => _putOff.Add(1);
}

using HrpPortal.Callbacks;
using HrpPortal.Data;

namespace HrpPortal.Calls;

/// <summary>Takes ABDM's own calls, one after the other: each with its effect and the answer that we owe in a commit of its own.</summary>
public abstract class CallHandler : ICallbackHandler
{
    public abstract IReadOnlyCollection<string> Paths { get; }

    public async Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var outcomes = new List<CallbackOutcome>();
        foreach (var callback in callbacks)
            outcomes.Add(callback.FromBridge ? CallbackOutcome.Orphan : await Clashes.AgainOnClashAsync(() => ApplyAsync(callback, cancellationToken)));
        return outcomes;
    }

    /// <param name="callback">Of a facility of ours: what the bridge itself says is an answer and never a call.</param>
    protected abstract Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken);
}

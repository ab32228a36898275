using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Faults;

/// <summary>A named fault. It either lies in wait for calls, or changes the whole gateway until it is changed back.</summary>
/// <param name="Group">Under which heading a person finds it.</param>
/// <param name="Says">What happens, in a few words.</param>
/// <param name="Script">What it makes of the next calls; null for one that concerns the whole gateway.</param>
/// <param name="ActAsync">What it does to the whole gateway.</param>
public sealed record FaultKind(string Name, string Group, string Says, Func<FaultOrder, ScriptedAnswer>? Script, Func<SandboxState, FaultOrder, Task>? ActAsync = null)
{
    internal Task SetAsync(SandboxState state, FaultOrder order)
    {
        if (ActAsync is not null) return ActAsync(state, order);
        state.Script(Script!(order) with { Path = order.Path, Times = order.Times });
        return Task.CompletedTask;
    }
}

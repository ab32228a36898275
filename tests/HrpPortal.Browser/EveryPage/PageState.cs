using HrpPortal.Browser.Support;

namespace HrpPortal.Browser.EveryPage;

/// <summary>A page as it can be found: where it lies, in which state, and what is done to bring it there.</summary>
/// <param name="Route">As the page itself declares it.</param>
/// <param name="State">empty, filled, error, dialog…</param>
/// <param name="Url">Where to go.</param>
/// <param name="Act">What a person does there.</param>
/// <param name="HasCircuit">False for pages of plain HTML.</param>
public sealed record PageState(string Route, string State, Func<EveryPageStage, string> Url, Func<Person, Task>? Act = null, bool HasCircuit = true)
{
    public override string ToString() => $"{Route} ({State})";
}

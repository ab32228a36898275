using System.Globalization;
using System.Text;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Panel;

/// <summary>Which faults lie in wait, and the form that sets one.</summary>
internal static class FaultPart
{
    public static string Make(SandboxState state) => $"""
        <section aria-labelledby="faults">
        <h2 id="faults">Faults</h2>
        {Waiting(state)}
        <form method="post" action="/sandbox/panel/fault">
          <label for="kind">What goes wrong</label>
          <select id="kind" name="kind">
        {Kinds()}
          </select>
          <div class="fields">
            <p><label for="path">At which call</label>
            <select id="path" name="path"><option value="">Any</option>{Options(CallPaths.Scriptable)}</select></p>
            <p><label for="times">For how many calls</label>
            <input id="times" name="times" inputmode="numeric" value="1"></p>
            <p><label for="value">Value</label>
            <input id="value" name="value" autocomplete="off" aria-describedby="value-help"></p>
            <p><label for="ms">Milliseconds</label>
            <input id="ms" name="ms" inputmode="numeric"></p>
            <p><label for="seconds">Seconds</label>
            <input id="seconds" name="seconds" inputmode="numeric"></p>
            <p><label for="shape">Body of an error</label>
            <select id="shape" name="shape">{Options(Enum.GetNames<BodyShape>())}</select></p>
          </div>
          <p class="quiet" id="value-help">Value, milliseconds and seconds count where the fault names them; left empty, a usual one is taken.</p>
          <p class="check"><input type="checkbox" id="taken" name="taken"> <label for="taken">The call has its effect all the same</label></p>
          <button type="submit">Set this fault</button>
        </form>
        </section>
        """;

    private static string Waiting(SandboxState state)
    {
        if (state is { Scripted: 0, IsDown: false } && state.Skew == TimeSpan.Zero) return "<p>None is set: every call is answered truthfully.</p>";
        var html = new StringBuilder("<ul class=\"rows\">\n");
        if (state.IsDown) html.Append("<li>Connections are refused.</li>\n");
        if (state.Skew != TimeSpan.Zero) html.Append("<li>The gateway’s clock is wrong.</li>\n");
        foreach (var script in state.Scripts)
            html.Append(CultureInfo.InvariantCulture, $"<li>{H(Describe(script))} <code>{H(script.Path ?? "any call")}</code> <span class=\"quiet\">{(script.Times > 100_000 ? "for ever" : $"for {script.Times} more")}</span></li>\n");
        return html.Append("""
            </ul>
            <form method="post" action="/sandbox/panel/clear"><button type="submit" class="plain">Clear all faults</button></form>
            """).ToString();
    }

    private static string Describe(ScriptedAnswer script)
    {
        string?[] parts =
        [
            script.Wire is WireFault.None ? null : Words(script.Wire.ToString()),
            script.Abort ? "connection cut" : null,
            script.Status is { } status ? $"HTTP {status} ({Words(script.Shape.ToString())} body)" : null,
            script.AnswerDelayMs is { } late ? $"answer {late} ms late" : null,
            script.ErrorCode is { } code ? $"error {code}" : null,
            script.ErrorBefore is { } before ? $"error {before}, then the truth" : null,
            script.ErrorAfter is { } after ? $"the truth, then error {after}" : null,
            script.GatewayError ? "2500 by the gateway" : null,
            script.ExpiresIn is { } life ? $"expiresIn {(life.Length == 0 ? "left out" : life)}" : null,
            script.Silent ? "no callback" : null,
            script.Early ? "callback before the 202" : null,
            script.Copies > 1 ? $"{script.Copies} callbacks" : null,
            script.Hold ? "callback held" : null,
            script.DelayMs is { } delay ? $"callback {delay / 1000} s late" : null,
            script.Signature is CallbackSignature.Good ? null : $"token {Words(script.Signature.ToString())}",
            script.Taken ? "takes effect" : null,
        ];
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length == 0 ? "truthful" : char.ToUpperInvariant(said[0]) + said[1..];
    }

    private static string Kinds()
    {
        var html = new StringBuilder();
        foreach (var group in FaultKinds.All.GroupBy(kind => kind.Group))
        {
            html.Append(CultureInfo.InvariantCulture, $"<optgroup label=\"{H(group.Key)}\">\n");
            foreach (var kind in group) html.Append(CultureInfo.InvariantCulture, $"<option value=\"{kind.Name}\">{kind.Name}: {H(kind.Says)}</option>\n");
            html.Append("</optgroup>\n");
        }
        return html.ToString();
    }

    private static string Options(IEnumerable<string> values) => string.Concat(values.Select(value => $"<option>{H(value)}</option>"));

    /// <summary>ResetAfterStatus → reset after status.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));
}

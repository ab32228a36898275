using System.Globalization;
using System.Text;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Panel;

/// <summary>What came and went, without bodies: they carry linking tokens.</summary>
internal static class JournalPart
{
    private const int Most = 60;

    public static string Make(SandboxState state)
    {
        var lines = state.Received.TakeLast(Most).Select(one => (one.At, Html: Line("Call in", one.Path, one.RequestId ?? "no id", one.Status == 0 ? "cut" : $"{one.Status}", one.Status is >= 200 and < 300)))
            .Concat(state.Callbacks.TakeLast(Most).Select(one => (one.At, Html: Line("Callback out", one.Path, one.HipId, one.Status is { } status ? $"{status}" : "not delivered", one.Status is >= 200 and < 300))))
            .OrderByDescending(line => line.At).Take(Most).ToList();
        var html = new StringBuilder($"""
            <section aria-labelledby="journal">
            <h2 id="journal">Calls and callbacks</h2>
            <p>{(lines.Count == 0 ? "Nothing came yet." : "The newest first.")} {state.Sessions.At.Count} sessions were asked for.</p>
            <ol class="rows journal">

            """);
        foreach (var line in lines)
            html.Append(CultureInfo.InvariantCulture, $"<li><time>{Time(line.At)}</time> {line.Html}</li>\n");
        return html.Append("</ol>\n</section>").ToString();
    }

    public static string Callbacks(SandboxState state) => $"""
        <section aria-labelledby="callbacks">
        <h2 id="callbacks">Callbacks</h2>
        <p>{state.Held} held. {state.Leaving} on their way. {(state.NextCallbackAt is { } at ? $"The next leaves at {Time(at)} UTC." : "None waits for its time.")}</p>
        {(state.Held == 0 ? "" : """
            <form method="post" action="/sandbox/panel/release" class="buttons">
              <button type="submit" name="order" value="together">Release all at once</button>
              <button type="submit" name="order" value="newest-first" class="plain">Release newest first</button>
            </form>
            """)}
        </section>
        """;

    private static string Line(string what, string path, string id, string status, bool good) =>
        $"<span>{what}</span> <code>{H(path)}</code> <span class=\"status {(good ? "good" : "bad")}\">{H(status)}</span> <span class=\"quiet\">{H(id)}</span>";
}

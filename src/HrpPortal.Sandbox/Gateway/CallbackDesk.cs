using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Decides when a callback leaves: after the usual delay, after a scripted one, or when a held one is released.</summary>
internal sealed class CallbackDesk(CallbackPost post, Journal journal)
{
    private readonly Lock gate = new();
    private readonly List<Callback> held = [];

    public int Held
    {
        get { lock (gate) return held.Count; }
    }

    public void Schedule(Callback callback, ScriptedAnswer script)
    {
        for (var copy = 0; copy < script.Copies; copy++)
        {
            if (script.Hold)
            {
                lock (gate) held.Add(callback);
                continue;
            }
            _ = post.LaterAsync(callback, script.DelayMs is { } delay ? TimeSpan.FromMilliseconds(delay) : journal.CallbackDelay);
        }
    }

    /// <summary>Sends every held callback now, all at once, and ends when the portal has answered them.</summary>
    public Task ReleaseAsync()
    {
        Callback[] ready;
        lock (gate)
        {
            ready = [.. held];
            held.Clear();
        }
        return Task.WhenAll(ready.Select(post.SendAsync));
    }

    public Task RepeatAsync(SentCallback sent) => post.SendAsync(new Callback(sent.Path, sent.HipId, JsonNode.Parse(sent.Body)!.AsObject()));
}

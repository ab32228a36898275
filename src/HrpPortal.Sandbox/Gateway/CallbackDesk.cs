using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Decides when callbacks leave: at once, when the sandbox's clock says so, or when held ones are released.</summary>
internal sealed class CallbackDesk(CallbackPost post, Journal journal, GatewayClock clock, SandboxOptions options, IHostApplicationLifetime lifetime)
{
    /// <summary>The clock may be a test's that jumps: it is looked at, not waited on.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly List<IReadOnlyList<Callback>> held = [];
    private readonly List<(DateTimeOffset Due, IReadOnlyList<Callback> Callbacks)> timed = [];
    private int leaving;
    private bool looking;

    public int Held
    {
        get { lock (gate) return held.Count; }
    }

    /// <summary>Being delivered, or about to be without any more waiting.</summary>
    public int Leaving => Volatile.Read(ref leaving);

    /// <summary>When the next callback leaves that waits for its time; null when none does.</summary>
    public DateTimeOffset? NextAt
    {
        get { lock (gate) return timed.Count == 0 ? null : timed.Min(one => one.Due); }
    }

    /// <param name="usual">How long they wait when no script says otherwise; null: as callbacks do.</param>
    public void Schedule(IReadOnlyList<Callback> callbacks, ScriptedAnswer script, TimeSpan? usual = null)
    {
        if (script.Silent) return;
        var delay = script.DelayMs is { } scripted ? TimeSpan.FromMilliseconds(scripted) : usual ?? journal.CallbackDelay;
        if (script.Signature is not CallbackSignature.Good) callbacks = [.. callbacks.Select(one => one with { Signature = script.Signature })];
        for (var copy = 0; copy < script.Copies; copy++)
        {
            if (script.Hold) lock (gate) held.Add(callbacks);
            else if (delay <= TimeSpan.Zero) _ = LeaveAsync(callbacks);
            else Await(clock.GetUtcNow() + delay, callbacks);
        }
    }

    /// <summary>So many copies at once, each with its callbacks in order; ends when the portal has answered them.</summary>
    public Task SendNowAsync(IReadOnlyList<Callback> callbacks, int copies) =>
        Task.WhenAll(Enumerable.Range(0, copies).Select(_ => LeaveAsync(callbacks)));

    /// <summary>Sends every held callback now and ends when the portal has answered them: all at once, or the newest first, one by one.</summary>
    public async Task ReleaseAsync(bool newestFirst)
    {
        IReadOnlyList<Callback>[] ready;
        lock (gate)
        {
            ready = [.. held];
            held.Clear();
        }

        if (!newestFirst)
        {
            await Task.WhenAll(ready.Select(LeaveAsync));
            return;
        }

        foreach (var callbacks in ready.Reverse()) await LeaveAsync(callbacks);
    }

    public Task RepeatAsync(SentCallback sent) => LeaveAsync(
        [new Callback(sent.Path, sent.HipId, JsonNode.Parse(sent.Body)!.AsObject()) { RequestId = sent.RequestId, Timestamp = WireTime.WriteZ(sent.At), Attempt = sent.Attempt + 1 }]);

    private async Task LeaveAsync(IReadOnlyList<Callback> callbacks)
    {
        Interlocked.Increment(ref leaving);
        try
        {
            foreach (var callback in callbacks)
                if (!await post.SendAsync(callback)) Retry(callback);
        }
        finally
        {
            Interlocked.Decrement(ref leaving);
        }
    }

    private void Retry(Callback callback)
    {
        if (callback.RequestId is null || callback.Attempt > options.CallbackRetries) return;
        Await(clock.GetUtcNow().AddMilliseconds(options.CallbackRetryMs * Math.Pow(2, callback.Attempt - 1)), [callback with { Attempt = callback.Attempt + 1 }]);
    }

    private void Await(DateTimeOffset due, IReadOnlyList<Callback> callbacks)
    {
        lock (gate)
        {
            timed.Add((due, callbacks));
            if (looking) return;
            looking = true;
        }

        _ = LookAsync();
    }

    private async Task LookAsync()
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            TimeSpan wait;
            lock (gate)
            {
                foreach (var (_, callbacks) in timed.Where(one => one.Due <= now).OrderBy(one => one.Due)) _ = LeaveAsync(callbacks);
                timed.RemoveAll(one => one.Due <= now);
                if (timed.Count == 0)
                {
                    looking = false;
                    return;
                }

                wait = timed.Min(one => one.Due) - now;
            }

            // A gateway that goes down with callbacks in its hands loses them, as the real one does.
            await Task.Delay(wait < LookEvery ? wait : LookEvery, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

namespace HrpPortal.Sandbox.Gateway;

/// <summary>
/// The gateway takes a time stamp later than now − 1 min and earlier than now + 9 min, and a requestId once in 10 min
/// (protocol §2). All else is 429/2429, which hence does not mean "too fast".
/// </summary>
internal sealed class ReplayWindow(GatewayClock clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, DateTimeOffset> seen = [];
    private readonly Queue<(Guid Id, DateTimeOffset At)> order = new();

    /// <summary>Remembers the id when it is taken.</summary>
    public bool Take(Guid requestId, string timestamp)
    {
        var now = clock.GetUtcNow();
        if (WireTime.Read(timestamp) is not { } at || at <= now.AddMinutes(-1) || at >= now.AddMinutes(9)) return false;
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && oldest.At <= now - Memory)
            {
                order.Dequeue();
                if (seen.TryGetValue(oldest.Id, out var last) && last == oldest.At) seen.Remove(oldest.Id);
            }
            if (!seen.TryAdd(requestId, now)) return false;
            order.Enqueue((requestId, now));
            return true;
        }
    }
}

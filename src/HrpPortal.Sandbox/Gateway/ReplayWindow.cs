namespace HrpPortal.Sandbox.Gateway;

/// <summary>
/// The gateway takes a time stamp later than now − 1 min and earlier than now + 9 min, and a requestId once in 10 min
/// (protocol §2). All else v0.5 answers with 429/2429, which hence does not mean "too fast".
/// </summary>
internal sealed class ReplayWindow(GatewayClock clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, DateTimeOffset> seen = [];
    private readonly Queue<(Guid Id, DateTimeOffset At)> order = new();

    public bool IsTimely(DateTimeOffset? at)
    {
        var now = clock.GetUtcNow();
        return at > now.AddMinutes(-1) && at < now.AddMinutes(9);
    }

    /// <summary>Remembers the id when it is taken.</summary>
    public bool Take(Guid requestId, DateTimeOffset? at) => IsTimely(at) && Remember(requestId);

    /// <summary>False when the id is known already.</summary>
    public bool Remember(Guid requestId)
    {
        var now = clock.GetUtcNow();
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

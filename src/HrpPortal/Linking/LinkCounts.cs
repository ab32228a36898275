using HrpPortal.Live;

namespace HrpPortal.Linking;

/// <summary>
/// The numbers on the tabs. Many people look at the same ones: they are counted once for all who ask between two changes of the
/// facility's links, and never from before the change that one was told of.
/// </summary>
public sealed class LinkCounts(LinkQueries queries, LiveUpdates live) : IDisposable
{
    private const int MostKept = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Facility> _facilities = [];

    /// <summary>From here on changes of the facility's links are heard. A page calls it before it subscribes itself, and so is told later.</summary>
    public void Follow(string hipId)
    {
        lock (_gate)
        {
            if (_facilities.ContainsKey(hipId)) return;
            var facility = new Facility();
            _facilities[hipId] = facility;
            facility.Subscription = live.Subscribe(LiveTopics.AllOf("links", hipId), _ => facility.Forget(_gate));
        }
    }

    public Task<IReadOnlyDictionary<LinkState, int>> OfAsync(string hipId, LinkFilter filter)
    {
        Follow(hipId);
        var key = string.Join('\n', filter.Text, filter.CreatedBy, filter.FromUtc?.Ticks, filter.SentBeforeUtc?.Ticks, filter.ClosedFromUtc?.Ticks);
        lock (_gate)
        {
            var kept = _facilities[hipId].Kept;
            if (kept.TryGetValue(key, out var counting) && !counting.IsFaulted) return counting;
            if (kept.Count >= MostKept) kept.Clear();
            return kept[key] = Task.Run(() => queries.CountsAsync(hipId, filter));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var facility in _facilities.Values) facility.Subscription?.Dispose();
            _facilities.Clear();
        }
    }

    private sealed class Facility
    {
        public Dictionary<string, Task<IReadOnlyDictionary<LinkState, int>>> Kept { get; } = [];

        public IDisposable? Subscription { get; set; }

        public void Forget(Lock gate)
        {
            lock (gate) Kept.Clear();
        }
    }
}

using HrpPortal.Live;

namespace HrpPortal.Linking;

/// <summary>
/// The numbers on the tabs. Many people look at the same ones: they are counted once for all who ask between two changes of the
/// facility's links, and never from before the change that one was told of.
/// </summary>
public sealed class LinkCounts(LinkQueries queries, LiveUpdates live) : IDisposable, IAsyncDisposable
{
    private const int MostKept = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Facility> _facilities = [];
    private readonly CancellationTokenSource _gone = new();
    private readonly List<Task> _counting = [];

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
            _counting.RemoveAll(task => task.IsCompleted);
            var mine = Task.Run(() => queries.CountsAsync(hipId, filter, _gone.Token));
            _counting.Add(mine);
            return kept[key] = mine;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var facility in _facilities.Values) facility.Subscription?.Dispose();
            _facilities.Clear();
        }

        _gone.Cancel();
    }

    /// <summary>When it is over, nothing of ours asks the store any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await Task.WhenAll(_counting).ContinueWith(_ => { }, TaskScheduler.Default);
        _gone.Dispose();
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

using HrpPortal.Callbacks;
using HrpPortal.Live;

namespace HrpPortal.Office;

/// <summary>The number beside "Inbox" on every page of the records office: counted once for all, and only told when it is another one.</summary>
public sealed partial class InboxCount(Inbox inbox, LiveUpdates live, TimeProvider clock, ILogger<InboxCount> log) : IDisposable, IAsyncDisposable
{
    /// <summary>Of many changes in a row one is counted after.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Place> _places = [];
    private readonly CancellationTokenSource _gone = new();
    private readonly List<Task> _counting = [];

    public static string TopicOf(string hipId) => LiveTopics.AllOf("inbox-count", hipId);

    /// <summary>The callbacks that the gateway itself sent are an administrator's and are not counted here.</summary>
    public async Task<int> OfAsync(string hipId)
    {
        Task<int> counting;
        lock (_gate)
        {
            if (!_places.TryGetValue(hipId, out var place))
            {
                _places[hipId] = place = new Place(hipId);
                place.Subscriptions =
                [
                    live.Subscribe(LiveTopics.AllOf("links", hipId), _ => Changed(place)),
                    live.Subscribe(LiveTopics.AllOf(InboxEffects.Topic, hipId), _ => Changed(place)),
                ];
            }

            if (place.Counting is null || place.Counting.IsFaulted) place.Counting = Task.Run(() => inbox.CountAsync(new KeptScope(hipId, WithBridge: false), _gone.Token));
            counting = place.Counting;
            Remember(counting);
        }

        return await counting;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var subscription in _places.Values.SelectMany(place => place.Subscriptions)) subscription.Dispose();
            _places.Clear();
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

    private void Changed(Place place)
    {
        lock (_gate)
        {
            place.Stale = true;
            if (place.Busy) return;
            place.Busy = true;
            Remember(Task.Run(() => CountUntilQuietAsync(place)));
        }
    }

    private void Remember(Task counting)
    {
        _counting.RemoveAll(task => task.IsCompleted);
        _counting.Add(counting);
    }

    private async Task CountUntilQuietAsync(Place place)
    {
        try
        {
            while (TakeStale(place))
            {
                var before = place.Last;
                place.Last = await inbox.CountAsync(new KeptScope(place.HipId, WithBridge: false), _gone.Token);
                lock (_gate) place.Counting = Task.FromResult(place.Last);
                if (place.Last != before) live.Publish(new LiveChange(TopicOf(place.HipId), Guid.Empty, ""));
                await Task.Delay(Breath, clock, _gone.Token);
            }
        }
        catch (Exception problem) when (_gone.IsCancellationRequested && problem is OperationCanceledException or ObjectDisposedException)
        {
            // The portal ends.
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The next change counts again; until then the number is the old one.
            Log.NotCounted(log, problem);
            lock (_gate) place.Busy = false;
        }
    }

    private bool TakeStale(Place place)
    {
        lock (_gate)
        {
            place.Busy = place.Stale;
            place.Stale = false;
            return place.Busy;
        }
    }

    private sealed class Place(string hipId)
    {
        public string HipId => hipId;

        public IDisposable[] Subscriptions { get; set; } = [];

        public Task<int>? Counting { get; set; }

        public int Last { get; set; } = -1;

        public bool Stale { get; set; }

        public bool Busy { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox could not be counted")]
        public static partial void NotCounted(ILogger log, Exception problem);
    }
}

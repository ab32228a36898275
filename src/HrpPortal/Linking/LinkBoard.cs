using HrpPortal.Live;

namespace HrpPortal.Linking;

/// <summary>A row on somebody's screen.</summary>
public interface IShowsLink
{
    /// <summary>Called on the board's thread: it only hands over.</summary>
    void Changed(LinkRow row);
}

/// <summary>
/// What is on the screens of this process. A request that changed is read once, however many screens show it, and its row is
/// handed to those and to no others; all of them share one copy of it.
/// </summary>
public sealed partial class LinkBoard(LinkQueries queries, LiveUpdates live, TimeProvider clock, ILogger<LinkBoard> log) : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Shown> _shown = [];
    private readonly HashSet<Guid> _changed = [];
    private readonly CancellationTokenSource _gone = new();
    private bool _reading;
    private Task _work = Task.CompletedTask;

    /// <summary>How many different requests are on screens; for tests and figures.</summary>
    public int Requests
    {
        get
        {
            lock (_gate) return _shown.Count;
        }
    }

    /// <summary>The shared copies, where other screens show the same, so that a row that many look at is kept once.</summary>
    public IReadOnlyList<LinkRow> Share(IReadOnlyList<LinkRow> rows)
    {
        lock (_gate) return [.. rows.Select(row => _shown.TryGetValue(row.Id, out var shown) && shown.Row == row ? shown.Row : row)];
    }

    public void Watch(string hipId, LinkRow row, IShowsLink screen)
    {
        lock (_gate)
        {
            if (!_shown.TryGetValue(row.Id, out var shown))
                _shown[row.Id] = shown = new Shown(hipId, row, live.Subscribe(LiveTopics.One("link", row.Id), OnChange));
            if (row.Version > shown.Row.Version) shown.Row = row;
            shown.Screens.Add(screen);
        }
    }

    public void Leave(Guid id, IShowsLink screen)
    {
        IDisposable? subscription = null;
        lock (_gate)
        {
            if (!_shown.TryGetValue(id, out var shown) || !shown.Screens.Remove(screen) || shown.Screens.Count > 0) return;
            _shown.Remove(id);
            subscription = shown.Subscription;
        }

        subscription.Dispose();
    }

    /// <summary>
    /// What changed between reading a list and watching its rows is caught by asking for the versions once more.
    /// </summary>
    public async Task ConfirmAsync(string hipId, IReadOnlyList<LinkRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var versions = await queries.VersionsAsync(hipId, [.. rows.Select(row => row.Id)], cancellationToken);
        foreach (var row in rows)
        {
            if (versions.TryGetValue(row.Id, out var version) && version != row.Version) Read(row.Id);
        }
    }

    public void Dispose() => _gone.Cancel();

    /// <summary>When it is over, nothing of ours asks the store any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _work;
        _gone.Dispose();
    }

    /// <summary>On the writer's thread.</summary>
    private void OnChange(LiveChange change) => Read(change.Id);

    private void Read(Guid id)
    {
        lock (_gate)
        {
            if (_gone.IsCancellationRequested) return;
            _changed.Add(id);
            if (_reading) return;
            _reading = true;
        }

        _work = Task.Run(ReadUntilQuietAsync);
    }

    /// <summary>While one batch is read the next one gathers: the busier the portal, the larger the batches, and never more than one query at a time.</summary>
    private async Task ReadUntilQuietAsync()
    {
        while (!_gone.IsCancellationRequested && Take() is { Count: > 0 } changed)
        {
            try
            {
                foreach (var (hipId, ids) in changed)
                {
                    foreach (var row in await queries.RowsAsync(hipId, ids, _gone.Token)) Tell(row);
                }
            }
            catch (OperationCanceledException) when (_gone.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // The store is away: the screens keep what they show, and the same rows are asked for again.
                Log.NotRead(log, problem, changed.Sum(one => one.Value.Count));
                lock (_gate) _changed.UnionWith(changed.SelectMany(one => one.Value));
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }
    }

    private Dictionary<string, List<Guid>> Take()
    {
        lock (_gate)
        {
            var taken = new Dictionary<string, List<Guid>>();
            foreach (var id in _changed)
            {
                if (!_shown.TryGetValue(id, out var shown)) continue;
                if (!taken.TryGetValue(shown.HipId, out var ids)) taken[shown.HipId] = ids = [];
                ids.Add(id);
            }

            _changed.Clear();
            _reading = taken.Count > 0;
            return taken;
        }
    }

    private void Tell(LinkRow row)
    {
        IShowsLink[] screens;
        lock (_gate)
        {
            if (!_shown.TryGetValue(row.Id, out var shown)) return;
            if (row == shown.Row) row = shown.Row;
            shown.Row = row;
            screens = [.. shown.Screens];
        }

        foreach (var screen in screens) screen.Changed(row);
    }

    private sealed class Shown(string hipId, LinkRow row, IDisposable subscription)
    {
        public string HipId => hipId;

        public LinkRow Row { get; set; } = row;

        public IDisposable Subscription => subscription;

        public List<IShowsLink> Screens { get; } = [];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} changed link requests could not be read for the open pages; they are asked for again")]
        public static partial void NotRead(ILogger log, Exception problem, int count);
    }
}

using HrpPortal.Live;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Ui;

/// <summary>
/// A component that shows something which others change. It names its topics and how to read; the base hears "look again",
/// comes over to the circuit's thread, makes a burst one reading, and unsubscribes when the component goes.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly Dictionary<string, IDisposable> _subscriptions = [];
    private readonly List<LiveChange> _heard = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _gone = new();
    private bool _looking;

    /// <summary>A second change within this time waits for its end: twenty changes a second are five readings, not twenty.</summary>
    protected virtual TimeSpan Breath => TimeSpan.FromMilliseconds(200);

    [Inject] public required LiveUpdates Live { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    protected abstract IEnumerable<string> Topics { get; }

    protected LiveComponent() => Gone = _gone.Token;

    /// <summary>Ends when the component goes; whoever still works for it then is cancelled, and not thrown at.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Reads afresh what the component shows; called with the parameters and after every burst of changes.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Something changed. By default everything is read again.</summary>
    protected virtual Task LookAgainAsync(IReadOnlyList<LiveChange> changes) => ReadAsync();

    /// <summary>False: the last look found nothing that is not on the screen already, and no message to the browser is worth it.</summary>
    protected virtual bool FoundNews => true;

    /// <summary>Subscribed first and read second: a change between the two is heard, not missed.</summary>
    protected override Task OnParametersSetAsync()
    {
        Subscribe();
        return ReadAsync();
    }

    protected void Subscribe()
    {
        var wanted = Topics.ToHashSet();
        foreach (var topic in _subscriptions.Keys.Where(topic => !wanted.Contains(topic)).ToList())
        {
            _subscriptions[topic].Dispose();
            _subscriptions.Remove(topic);
        }

        foreach (var topic in wanted)
        {
            if (!_subscriptions.ContainsKey(topic)) _subscriptions[topic] = Live.Subscribe(topic, OnChange);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var subscription in _subscriptions.Values) subscription.Dispose();
        _subscriptions.Clear();
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Runs on the writer's thread: it only leaves the change and hands over.</summary>
    private void OnChange(LiveChange change)
    {
        lock (_gate)
        {
            _heard.Add(change);
            if (_looking) return;
            _looking = true;
        }

        _ = InvokeAsync(LookUntilQuietAsync);
    }

    private async Task LookUntilQuietAsync()
    {
        try
        {
            while (!_gone.IsCancellationRequested && Take() is { Count: > 0 } changes)
            {
                await LookAgainAsync(changes);
                if (FoundNews) StateHasChanged();
                await Task.Delay(Breath, Time, Gone);
            }
        }
        catch (Exception problem) when (_gone.IsCancellationRequested && problem is OperationCanceledException or ObjectDisposedException)
        {
            // The component went while it was looking.
        }
        catch (Exception problem)
        {
            Stop();
            await DispatchExceptionAsync(problem);
        }
    }

    private List<LiveChange> Take()
    {
        lock (_gate)
        {
            List<LiveChange> changes = [.. _heard];
            _heard.Clear();
            _looking = changes.Count > 0;
            return changes;
        }
    }

    private void Stop()
    {
        lock (_gate) _looking = false;
    }
}

using System.Globalization;

namespace HrpPortal.Live;

/// <summary>"Something changed, look again": an id and a state, never data. The page reads afresh.</summary>
public sealed record LiveChange(string Topic, Guid Id, string State);

/// <summary>Tells subscribers of this process what changed; only those who asked for the topic hear of it.</summary>
public sealed partial class LiveUpdates(ILogger<LiveUpdates> log)
{
    /// <summary>Hears every change, whatever its topic: for relays to listeners that are not pages.</summary>
    public const string Everything = "*";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Subscription>> _topics = [];

    /// <summary>
    /// The handler runs on the writer's thread: it must only hand over (a component by InvokeAsync). It runs in the language of
    /// who subscribed, and so does all that it hands over: what a Hindi page shows of a change is Hindi.
    /// </summary>
    public IDisposable Subscribe(string topic, Action<LiveChange> handler)
    {
        var subscription = new Subscription(this, topic, handler);
        lock (_gate)
        {
            if (!_topics.TryGetValue(topic, out var subscribers)) _topics[topic] = subscribers = [];
            subscribers.Add(subscription);
        }

        return subscription;
    }

    public void Publish(LiveChange change)
    {
        Subscription[] subscribers;
        lock (_gate)
        {
            subscribers = [.. _topics.GetValueOrDefault(change.Topic) ?? [], .. _topics.GetValueOrDefault(Everything) ?? []];
        }

        foreach (var subscriber in subscribers)
        {
            try
            {
                subscriber.Tell(change);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // One page's trouble is its own: the writer and the other pages go on.
                Log.SubscriberFailed(log, problem, change.Topic);
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(subscription.Topic, out var subscribers)) return;
            subscribers.Remove(subscription);
            if (subscribers.Count == 0) _topics.Remove(subscription.Topic);
        }
    }

    private sealed record Subscription(LiveUpdates Owner, string Topic, Action<LiveChange> Handler) : IDisposable
    {
        private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo _words = CultureInfo.CurrentUICulture;

        public void Tell(LiveChange change)
        {
            var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _words);
            try
            {
                Handler(change);
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
            }
        }

        public void Dispose() => Owner.Remove(this);

        public bool Equals(Subscription? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of {Topic} failed")]
        public static partial void SubscriberFailed(ILogger log, Exception problem, string topic);
    }
}

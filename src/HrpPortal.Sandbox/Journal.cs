namespace HrpPortal.Sandbox;

/// <summary>A call that came to the gateway.</summary>
/// <param name="RequestId">As sent, in the body or, in v3, in its header; null when there was none.</param>
/// <param name="Path">Path without the dialect's prefix.</param>
/// <param name="Body">As sent.</param>
/// <param name="Status">The HTTP status it was answered with; 0 when the connection was cut.</param>
public sealed record ReceivedRequest(string? RequestId, string Path, DateTimeOffset At, string Body, int Status)
{
    /// <summary>The protocol's own headers, as sent: REQUEST-ID, TIMESTAMP, X-CM-ID, X-HIP-ID, X-LINK-TOKEN.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A callback that was delivered, or was to be.</summary>
/// <param name="HipId">The X-HIP-ID it carried.</param>
/// <param name="Status">The portal's answer; null when there was none.</param>
public sealed record SentCallback(string Path, string HipId, string Body, DateTimeOffset At, int? Status)
{
    /// <summary>v3 only: the header request-id, the same on every try.</summary>
    public string? RequestId { get; init; }

    /// <summary>Which try it was, from 1; v0.5 knows only one.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>What came and went, and where callbacks go.</summary>
internal sealed class Journal(SandboxOptions options)
{
    /// <summary>A sandbox that runs for days forgets its oldest requests and callbacks.</summary>
    private const int Kept = 50_000;

    private readonly Lock gate = new();
    private readonly Queue<ReceivedRequest> received = new();
    private readonly Queue<SentCallback> callbacks = new();

    public string BridgeUrl { get; set; } = options.BridgeUrl;

    public TimeSpan CallbackDelay { get; set; } = TimeSpan.FromMilliseconds(options.CallbackDelayMs);

    public IReadOnlyList<ReceivedRequest> Received
    {
        get { lock (gate) return [.. received]; }
    }

    public IReadOnlyList<SentCallback> Callbacks
    {
        get { lock (gate) return [.. callbacks]; }
    }

    public void Add(ReceivedRequest request) => Add(received, request);

    public void Add(SentCallback callback) => Add(callbacks, callback);

    private void Add<T>(Queue<T> queue, T item)
    {
        lock (gate)
        {
            queue.Enqueue(item);
            if (queue.Count > Kept) queue.Dequeue();
        }
    }
}

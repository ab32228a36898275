namespace HrpPortal.Sandbox;

/// <summary>A call that came to the gateway.</summary>
/// <param name="RequestId">As sent; null when the body had none.</param>
/// <param name="Path">Path without the /gateway prefix.</param>
/// <param name="Body">As sent.</param>
/// <param name="Status">The HTTP status it was answered with; 0 when the connection was cut.</param>
public sealed record ReceivedRequest(string? RequestId, string Path, DateTimeOffset At, string Body, int Status);

/// <summary>A callback that was delivered, or was to be.</summary>
/// <param name="HipId">The X-HIP-ID it carried.</param>
/// <param name="Status">The portal's answer; null when there was none.</param>
public sealed record SentCallback(string Path, string HipId, string Body, DateTimeOffset At, int? Status);

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

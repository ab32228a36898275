using System.Threading.Channels;

namespace HrpPortal.Callbacks;

/// <summary>
/// Those that come together are written together: the cost of a callback is the disk's sync, and one sync serves them all.
/// One writer; whoever waits hears when what it brought is on the disk, or why it is not.
/// </summary>
public abstract class GroupCommit(int room) : BackgroundService
{
    private const int MostInACommit = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(room) { SingleReader = true });
    private long _written;

    /// <summary>How many were put on the disk since the start.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Returns when it is on the disk. Throws when it is not, or not in time; it may still get there.</summary>
    public async Task WriteAsync(InboxCallback callback, TimeSpan patience, TimeProvider clock)
    {
        var waiting = new Waiting(callback);
        try
        {
            if (!_waiting.Writer.TryWrite(waiting)) throw new TimeoutException("More callbacks wait for the disk than it can serve in time.");
            await waiting.Written.Task.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            waiting.GaveUp = true;
            throw;
        }
    }

    /// <summary>Returns when all of them are on the disk.</summary>
    protected abstract Task CommitAsync(IReadOnlyList<InboxCallback> callbacks, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(MostInACommit);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            // Those who are on their way here already come along.
            await Task.Yield();
            while (batch.Count < MostInACommit && _waiting.Reader.TryRead(out var one))
            {
                // Whoever does not wait any more has gone another way.
                if (!one.GaveUp) batch.Add(one);
            }

            try
            {
                if (batch.Count > 0) await CommitAsync([.. batch.Select(one => one.Callback)], stoppingToken);
                Interlocked.Add(ref _written, batch.Count);
                foreach (var one in batch) one.Written.TrySetResult();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // Each that waits hears of it: nothing that is not on the disk is answered with 202.
                foreach (var one in batch) one.Written.TrySetException(problem);
            }

            batch.Clear();
        }
    }

    private sealed class Waiting(InboxCallback callback)
    {
        public InboxCallback Callback => callback;

        public volatile bool GaveUp;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

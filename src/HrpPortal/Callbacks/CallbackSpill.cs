using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>
/// Keeps callbacks on this machine's disk while the store is out of reach (D6): the gateway sends each only once. Like the inbox it writes
/// what comes together by one sync; the files go into the inbox when the store is back.
/// </summary>
public sealed class CallbackSpill(SpillFolder folder, SpillSeal seal, IOptions<CallbackOptions> options, CallbackCounters counters, TimeProvider clock)
    : GroupCommit(room: 10_000)
{
    /// <summary>A file of this size is closed, so that draining gives room back piece by piece.</summary>
    private const long MostBytesOfAFile = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private SpillFile? _current;

    /// <summary>Closes the file that is being written; whatever comes next begins another.</summary>
    /// <returns>The files that wait, the oldest first.</returns>
    public IReadOnlyList<string> Seal()
    {
        lock (_gate)
        {
            End();
            return folder.Waiting();
        }
    }

    public override void Dispose()
    {
        lock (_gate) End();
        base.Dispose();
    }

    protected override Task CommitAsync(IReadOnlyList<InboxCallback> callbacks, CancellationToken cancellationToken)
    {
        byte[][] records = [.. callbacks.Select(seal.Close)];
        lock (_gate)
        {
            if (folder.Bytes() + records.Sum(record => (long)record.Length) > options.Value.SpillBytes)
                throw new IOException($"The spill folder is full (Callbacks:SpillMegabytes is {options.Value.SpillMegabytes}).");
            try
            {
                _current ??= folder.Begin(clock.GetUtcNow());
                _current.Append(records);
                if (_current.Length >= MostBytesOfAFile) End();
            }
            catch
            {
                // Half a record may stand at its end: nothing is ever written behind that.
                End();
                throw;
            }
        }

        counters.Spilled(callbacks.Count);
        return Task.CompletedTask;
    }

    private void End()
    {
        _current?.Dispose();
        _current = null;
    }
}

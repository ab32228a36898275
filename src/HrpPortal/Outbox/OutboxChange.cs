using HrpPortal.Data;

namespace HrpPortal.Outbox;

/// <summary>One change of one subject that waits to be made, with others or alone.</summary>
internal abstract class OutboxChange<T>(Guid id, OutboxLease? lease)
{
    public Guid Id => id;
    public OutboxLease? Lease => lease;

    /// <summary>Somebody makes it already, or has made it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>In a commit that is still to be saved; see <see cref="IsSaved"/>.</summary>
    public abstract Task MakeAsync(PortalDb db, T subject);

    public abstract void IsSaved();

    /// <summary>From the beginning, in a commit of its own. What goes wrong is told to who waits for it.</summary>
    public abstract Task MakeAloneAsync();
}

internal sealed class OutboxChange<T, TResult>(Guid id, OutboxLease? lease, Func<PortalDb, T, Task<TResult>> change, Func<Task<TResult>> alone) : OutboxChange<T>(id, lease)
{
    private readonly TaskCompletionSource<TResult> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public Task<TResult> Made => _made.Task;

    public override async Task MakeAsync(PortalDb db, T subject) => _result = await change(db, subject);

    public override void IsSaved() => _made.TrySetResult(_result!);

    public override async Task MakeAloneAsync()
    {
        try
        {
            _made.TrySetResult(await alone());
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            _made.TrySetException(problem);
        }
    }
}

using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>
/// At most 64 calls, and so 64 sockets, at the gateway at a time (guarantees, "Bulkhead"): a gateway that holds every call for the
/// whole time-out must not eat up the machine. Who finds it full waits for half the time-out and is then not sent: certainly.
/// </summary>
internal sealed class Bulkhead(IOptions<GatewayOptions> options, TimeProvider time) : IDisposable
{
    public const int Places = 64;

    private readonly SemaphoreSlim _free = new(Places);

    /// <summary>A place, to be disposed; none when none became free in time.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds) / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token);
            return new Place(_free);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _free.Dispose();

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}

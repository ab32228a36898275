using Microsoft.AspNetCore.Components.Server.Circuits;

namespace HrpPortal.Live;

/// <summary>The line between one page and the portal. A page that was cut off reads afresh when the line is back.</summary>
public sealed class Line : CircuitHandler
{
    private bool _wasUp;

    public event Action? Restored;

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_wasUp) Restored?.Invoke();
        _wasUp = true;
        return Task.CompletedTask;
    }
}

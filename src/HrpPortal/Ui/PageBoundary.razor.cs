using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HrpPortal.Ui;

/// <summary>Keeps a fault inside the part of the page that had it.</summary>
public sealed partial class PageBoundary : IDisposable
{
    private string? _reference;

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<PageBoundary> Logger { get; init; }

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = Guid.NewGuid().ToString("N")[..8];
        Log.PartFailed(Logger, exception, _reference);
        return Task.CompletedTask;
    }

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => Recover();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A part of a page failed; reference {Reference}")]
        public static partial void PartFailed(ILogger logger, Exception problem, string reference);
    }
}

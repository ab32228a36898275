using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Scans.Pages;

/// <summary>
/// Who scanned the counter's code, in the order of their numbers. New ones come at the end; whom a colleague took or whose time is
/// over stays where it stood until somebody clears it: nothing moves under the pointer. Enter takes the patient to the desk.
/// </summary>
public sealed partial class ScansPage
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private IReadOnlyList<Scan>? _scans;
    private DateTime _readAt;

    [Inject] public required ScanQueries Queries { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required Line Line { get; init; }

    protected override IEnumerable<string> Topics => [ScanQueries.TopicOf(HipId)];

    private string HipId => Workplace.Current.HipId;

    protected override void OnInitialized()
    {
        Line.Restored += OnRestored;
        if (RendererInfo.IsInteractive) _ = WatchTimeAsync();
    }

    protected override async Task ReadAsync()
    {
        _readAt = Time.Utc();
        _scans = await Queries.ListAsync(HipId, [], Gone);
    }

    protected override async Task LookAgainAsync(IReadOnlyList<LiveChange> changes)
    {
        var shown = _scans ?? [];
        _readAt = Time.Utc();
        var now = (await Queries.ListAsync(HipId, [.. shown.Select(scan => scan.Id)], Gone)).ToDictionary(scan => scan.Id);
        var fresh = now.Values.Where(scan => shown.All(one => one.Id != scan.Id)).ToList();
        _scans = [.. shown.Select(scan => now.GetValueOrDefault(scan.Id) ?? scan), .. fresh];
        if (fresh.Count > 0) Announcer.Say(fresh is [var one] ? ScansTexts.OneCame.With(one.Number) : ScansTexts.MoreCame.With(fresh.Count));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Line.Restored -= OnRestored;
        base.Dispose(disposing);
    }

    /// <summary>The browser counts the minutes down; the portal only says when they are over.</summary>
    private async Task WatchTimeAsync()
    {
        var gone = Gone;
        try
        {
            while (true)
            {
                await Task.Delay(Look, Time, gone);
                var now = Time.Utc();
                if (_scans?.Any(scan => scan.Waits(_readAt) && !scan.Waits(now)) != true) continue;
                _readAt = now;
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception problem) when (gone.IsCancellationRequested && problem is OperationCanceledException or ObjectDisposedException)
        {
            // The page went.
        }
    }

    private void OnRestored() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    });
}

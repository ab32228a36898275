using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Patients;
using HrpPortal.Scans;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Desk.Pages;

/// <summary>
/// A patient who scanned the counter's code is brought here by one key. The shared profile is compared like a card; who is on file
/// with this address and otherwise as the profile says is opened at once, and who is not on file is registered from it.
/// </summary>
public sealed partial class DeskPage
{
    private AddressWay _way;
    private Guid? _taken;
    private Guid? _heldScan;
    private Guid? _unknownScan;

    [Inject] public required ScanService Scans { get; init; }

    [Inject] public required PatientSearch Search { get; init; }

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [SupplyParameterFromQuery] public Guid? Scan { get; set; }

    [SupplyParameterFromQuery] public bool Again { get; set; }

    /// <summary>Once the page is open for good, and not for its first painting: taking a patient is written down.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Scan is not { } scan || (_taken == scan && !(Again && _heldScan == scan))) return;
        (_taken, _heldScan) = (scan, null);
        await TakeAsync(scan);
        StateHasChanged();
    }

    private async Task TakeAsync(Guid scan)
    {
        switch (await Scans.TakeAsync(HipId, scan, await CurrentUser.GetAsync(), Again))
        {
            case ScanTaken.Taken(var card):
                await OpenSharedAsync(scan, card);
                break;
            case ScanTaken.ByOther(var name, var at):
                await LeaveAsync(DeskTexts.ScanTaken.With(name, Clock.Clock(at)));
                _heldScan = scan;
                break;
            default:
                await LeaveAsync(DeskTexts.ScanOver);
                break;
        }
    }

    private async Task OpenSharedAsync(Guid scan, AbhaCard shared)
    {
        (_card, _notice, _unknownScan, _way) = (null, null, null, AddressWay.Shared);
        switch (await Cards.FindAsync(HipId, await Search.OfCardAsync(HipId, shared)))
        {
            case CardFound.Known(var id, var card, var hasAddress):
                Open(id, hasAddress && await FitsAsync(id, card) ? null : card, replace: true);
                break;
            case CardFound.Several(_, var rows):
                await _box!.OfferAsync(rows, DeskTexts.SeveralHaveIt);
                break;
            case CardFound.Alike(var card, var rows):
                (_card, _unknownScan) = (card, scan);
                await _box!.OfferAsync(rows, DeskTexts.WhoseProfile);
                break;
            case CardFound.Nobody:
                Navigation.NavigateTo(PortalUrls.RegisterScan(scan), replace: true);
                break;
            case CardFound.Unusable(var why):
                await LeaveAsync(why);
                break;
        }
    }

    /// <summary>The address alone does not say that the right person stands there: name, sex, birth and mobile are looked at as well.</summary>
    private async Task<bool> FitsAsync(Guid id, AbhaCard card) =>
        await Patients.FindAsync(HipId, id) is { } patient && !CardComparison.Of(patient, card).NeedsReason;
}

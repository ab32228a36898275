using HrpPortal.Access;
using HrpPortal.Addresses;
using HrpPortal.Facilities;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Desk.Pages;

/// <summary>
/// Where a clerk works all day: one box, the patient who stands there, and what became of what was sent. Scan, Enter, next. The
/// page stays while patients come and go; which of them is open is in the address, what was typed or scanned never is.
/// </summary>
public sealed partial class DeskPage
{
    private PatientBox? _box;
    private string _personId = "";
    private string? _notice;
    private AbhaCard? _card;
    private SentRecords? _sent;

    [Inject] public required CardFinder Cards { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid? PatientId { get; set; }

    private string HipId => Workplace.Current.HipId;

    protected override async Task OnInitializedAsync() => _personId = (await CurrentUser.GetAsync()).Id;

    private void Open(Guid id) => Open(id, card: _card);

    private void Open(Guid id, AbhaCard? card, bool replace = false)
    {
        (_card, _notice, _heldScan, _unknownScan) = (card, null, null, null);
        Navigation.NavigateTo(PortalUrls.DeskPatient(id), replace: replace);
    }

    /// <summary>A scan opens a patient and nothing more: sending takes a press of its own.</summary>
    private async Task OnScannedAsync(PatientSearchResult scanned)
    {
        (_card, _notice, _heldScan, _unknownScan, _way) = (null, null, null, null, AddressWay.Card);
        switch (await Cards.FindAsync(HipId, scanned))
        {
            case CardFound.Known(var id, var card, var hasAddress):
                Open(id, hasAddress ? null : card);
                break;
            case CardFound.Several(_, var rows):
                await LeaveAsync(null);
                await _box!.OfferAsync(rows, DeskTexts.SeveralHaveIt);
                break;
            case CardFound.Alike(var card, var rows):
                await LeaveAsync(null);
                _card = card;
                await _box!.OfferAsync(rows, DeskTexts.WhoseCard);
                break;
            case CardFound.Nobody:
                await LeaveAsync(DeskTexts.NobodysCard);
                break;
            case CardFound.Unusable(var why):
                await LeaveAsync(why);
                break;
        }
    }

    /// <summary>The patient before must not stay open beside a card that is not theirs: Enter would link the wrong records.</summary>
    private async Task LeaveAsync(string? notice)
    {
        _notice = notice;
        if (notice is not null) Announcer.Say(notice);
        if (PatientId is not null) Navigation.NavigateTo(PortalUrls.Desk);
        await _box!.FocusAsync();
    }

    private void OnCardTaken() => _card = null;

    private async Task OnSentAsync(SentRecords sent)
    {
        _sent = sent;
        Announcer.Say(sent.Hold > TimeSpan.Zero ? DeskTexts.SentSoon.With((int)sent.Hold.TotalSeconds) : DeskTexts.SentNext);
        await _box!.FocusAsync();
    }

    private void OnSentOver() => _sent = null;
}

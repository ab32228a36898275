using System.Text.Json;
using HrpPortal.Patients;
using HrpPortal.Ui;

namespace HrpPortal.Linking.Pages;

/// <summary>What the wizard keeps with each change, and sending.</summary>
public sealed partial class LinkWizard
{
    /// <summary>A pause in typing: what was typed is written when it comes, and not with every letter.</summary>
    internal static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(800);

    private readonly Dictionary<string, string> _typed = [];
    private CancellationTokenSource _typing = new();

    public void Dispose()
    {
        _typing.Cancel();
        _typing.Dispose();
    }

    private async Task OnChosen()
    {
        _draft!.Records = _choices!.Write();
        await KeepAsync();
    }

    private Task OnTold(bool told)
    {
        _draft!.Told = told;
        return KeepAsync();
    }

    private Task OnDisplays()
    {
        foreach (var (visit, text) in _displays) _typed[visit] = text;
        return KeepAsync();
    }

    private Task OnTyped((string Visit, string Text) typed)
    {
        _typed[typed.Visit] = typed.Text;
        return KeepSoonAsync();
    }

    private Task OnAddress(string typed)
    {
        _draft!.Address = typed.Length is > 0 and <= 100 ? typed : null;
        return KeepSoonAsync();
    }

    /// <summary>The address is on file now: the way goes on.</summary>
    private async Task OnTakenAsync()
    {
        _draft!.Address = null;
        await KeepAsync();
        _patient = await Patients.FindAsync(HipId, _draft.PatientId);
        await ReadPatientAsync(_draft);
        Continue();
    }

    /// <summary>The patient said yes: that they know of it needs no tick any more.</summary>
    private async Task OnGrantedAsync()
    {
        _validUntil = await Permissions.ValidUntilAsync(HipId, PhrAddress.Key(_patient!.PhrAddress!));
        _errors = null;
    }

    private async Task KeepSoonAsync()
    {
        await _typing.CancelAsync();
        _typing.Dispose();
        _typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(TypingPause, Time, _typing.Token);
        }
        catch (OperationCanceledException)
        {
            // More was typed, and that is written instead; or the page is gone, and what was typed last was written when the field was left.
            return;
        }

        await KeepAsync();
    }

    private async Task KeepAsync()
    {
        _draft!.Displays = JsonSerializer.Serialize(_displays.Concat(_typed).GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.Last().Value));
        await Drafts.KeepAsync(_draft);
        _savedAt = _draft.UpdatedAt;
    }

    /// <summary>Of the visits that are sent: what was written for another, before it was unticked, is not asked after.</summary>
    private Dictionary<string, string> Displays() =>
        _choices!.NewVisits.Where(visit => _displays.ContainsKey(visit.Key)).ToDictionary(visit => visit.Key, visit => _displays[visit.Key]);

    private async Task SendAsync()
    {
        if (_sending.IsBusy || _sent.Count > 0) return;
        _errors = null;
        var sent = await _sending.SendAsync(_choices!.Command(HipId, _patient!.Id, DraftId, Displays()));
        _errors = _sending.Errors;
        if (sent.Count == 0) return;
        _sent = await Queries.OfDraftAsync(HipId, DraftId);
        _focusHeading = true;
        Navigation.NavigateTo(PortalUrls.Draft(DraftId, SentStep), replace: true);
    }
}

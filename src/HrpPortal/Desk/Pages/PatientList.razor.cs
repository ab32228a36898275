using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Desk.Pages;

/// <summary>The search is part of the address, so that Back from a patient shows the same people again.</summary>
public sealed partial class PatientList : IDisposable
{
    /// <summary>A pause in typing: long enough not to ask for every letter.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource _typing = new();
    private IReadOnlyList<Patient>? _found;
    private IReadOnlyDictionary<Guid, int> _notLinked = new Dictionary<Guid, int>();
    private string _typed = "";
    private string? _searched;
    private string? _shown;
    private bool _gone;
    private bool _openTheOnlyOne;

    [Inject] public required PatientQueries Queries { get; init; }

    [Inject] public required LinkQueries Links { get; init; }

    [Inject] public required FacilityDirectory Facilities { get; init; }

    [Inject] public required PortalTime Time { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery] public string? Q { get; set; }

    private string CountWords => _found!.Count switch
    {
        > PatientQueries.MostRows when Q is null => PatientPagesTexts.FirstOfMany.With(PatientQueries.MostRows),
        > PatientQueries.MostRows => PatientPagesTexts.TooMany.With(PatientQueries.MostRows),
        var count => Phrase.Count(count, PatientPagesTexts.OnePatient, PatientPagesTexts.ManyPatients),
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_found is not null && _searched == Q) return;
        if (Q != _searched || _found is null) _typed = Q ?? "";
        var text = _searched = Q;
        var found = await Queries.SearchAsync(Facilities.Current.HipId, text ?? "");
        var notLinked = await Links.NotLinkedAsync(Facilities.Current.HipId, [.. found.Select(patient => patient.Id)]);
        // A slower, older search must not replace what was asked for since.
        if (_searched != text) return;
        var first = _found is null;
        (_found, _notLinked, _shown) = (found, notLinked, text);
        if (_openTheOnlyOne && found.Count == 1) Navigation.NavigateTo(PortalUrls.Patient(found[0].Id));
        _openTheOnlyOne = false;
        if (!first) Announcer.Say(found.Count == 0 ? PatientPagesTexts.NobodyFoundSaid.With(text) : CountWords);
    }

    public void Dispose()
    {
        _gone = true;
        _typing.Cancel();
        _typing.Dispose();
    }

    private async Task OnTyped(string? text)
    {
        (_typed, _openTheOnlyOne) = (text ?? "", false);
        await _typing.CancelAsync();
        _typing.Dispose();
        _typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(Pause, Clock, _typing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // Who opened a patient in that pause must not be pulled back to the list.
        if (!_gone) SearchNow();
    }

    /// <summary>Enter is "this one": it opens the patient when the search leaves no other.</summary>
    private void OnEnter()
    {
        // Only what was found for these very words may be opened: the rows below can still be those of an older search.
        if (_typed.Trim() == (Q ?? "") && _shown == Q)
        {
            if (Q is not null && _found is [var only]) Navigation.NavigateTo(PortalUrls.Patient(only.Id));
            return;
        }

        _openTheOnlyOne = true;
        SearchNow();
    }

    private void SearchNow()
    {
        _typing.Cancel();
        var wanted = _typed.Trim();
        if (wanted != (Q ?? "")) Navigation.NavigateTo(PortalUrls.PatientSearch(wanted), replace: true);
    }
}

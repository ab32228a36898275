using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HrpPortal.Desk.Pages;

/// <summary>
/// The search is part of the address, so that Back from a patient shows the same people again; a scanned card is not, for it
/// says too much.
/// </summary>
public sealed partial class PatientList : IDisposable
{
    /// <summary>A pause in typing: long enough not to ask for every letter.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource _typing = new();
    private PatientSearchResult? _found;
    private IReadOnlyDictionary<Guid, int> _notLinked = new Dictionary<Guid, int>();
    private IReadOnlyDictionary<Guid, PatientDifference> _differences = new Dictionary<Guid, PatientDifference>();
    private string _typed = "";
    private string? _searched;
    private string? _shown;
    private bool _gone;
    private bool _openTheOnlyOne;

    [Inject] public required PatientSearch Search { get; init; }

    [Inject] public required PatientQueries Queries { get; init; }

    [Inject] public required LinkQueries Links { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Time { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required IJSRuntime Browser { get; init; }

    [SupplyParameterFromQuery] public string? Q { get; set; }

    private string CountWords => _found switch
    {
        { TooMany: true } => PatientsTexts.TooMany.With(PatientSearch.MostRows),
        { Kind: SearchKind.Nothing } => PatientsTexts.Newest,
        { Card: not null } when !_found.Rows[0].IsExact => PatientsTexts.MayBelong,
        { Rows.Count: 1 } => PatientsTexts.OnePatient,
        _ => PatientsTexts.ManyPatients.With(_found!.Rows.Count),
    };

    private string Said => _found switch
    {
        { Trouble: { } trouble } => trouble,
        { TooMany: false, Rows.Count: 0, Card: not null } => PatientsTexts.NobodyForCard,
        { TooMany: false, Rows.Count: 0 } => PatientsTexts.NobodyFoundSaid.With(Q),
        _ => CountWords,
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_found is not null && _searched == Q) return;
        if (Q != _searched || _found is null) _typed = Q ?? "";
        await ShowAsync(Q);
    }

    public void Dispose()
    {
        _gone = true;
        _typing.Cancel();
        _typing.Dispose();
    }

    private async Task ShowAsync(string? text)
    {
        _searched = text;
        var found = string.IsNullOrWhiteSpace(text)
            ? new PatientSearchResult(SearchKind.Nothing, await Queries.NewestAsync(Workplace.Current.HipId), false, null, null)
            : await Search.FindAsync(Workplace.Current.HipId, text);
        var notLinked = await Links.NotLinkedAsync(Workplace.Current.HipId, [.. found.Rows.Select(patient => patient.Id)]);

        // A slower, older search must not replace what was asked for since.
        if (_searched != text) return;
        var first = _found is null;
        (_found, _notLinked, _differences, _shown) = (found, notLinked, SameNames.In(found.Rows), text);
        if (_openTheOnlyOne && found.Rows is [var only] && (found.Card is null || only.IsExact)) Navigation.NavigateTo(PortalUrls.Patient(only.Id));
        _openTheOnlyOne = false;
        if (!first) Announcer.Say(Said);
    }

    private async Task OnTyped(string? text)
    {
        (_typed, _openTheOnlyOne) = (text ?? "", false);
        await _typing.CancelAsync();
        _typing.Dispose();
        _typing = new CancellationTokenSource();

        // A scanner ends with Enter; half of what it types is nothing to search for.
        if (ScannedText.IsScan(_typed)) return;
        try
        {
            await Task.Delay(Pause, Clock, _typing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // Who opened a patient meanwhile must not be pulled back to the list: only the browser knows where it is by now.
        if (!_gone && Wanted is { } search) await Browser.InvokeVoidAsync("patients.search", search);
    }

    /// <summary>Enter is "this one": it opens the patient when the search leaves no other.</summary>
    private async Task OnEnterAsync()
    {
        if (ScannedText.IsScan(_typed))
        {
            var scanned = _typed;
            (_typed, _openTheOnlyOne) = ("", true);
            await ShowAsync(scanned);
            return;
        }

        // Only what was found for these very words may be opened: the rows below can still be those of an older search.
        if (_typed.Trim() == (Q ?? "") && _shown == Q)
        {
            if (Q is not null && _found?.Rows is [var only]) Navigation.NavigateTo(PortalUrls.Patient(only.Id));
            return;
        }

        _openTheOnlyOne = true;
        await _typing.CancelAsync();
        if (Wanted is { } search) Navigation.NavigateTo(search, replace: true);
    }

    /// <summary>The address of what is typed; null when it is there already.</summary>
    private string? Wanted => _typed.Trim() is var wanted && wanted != (Q ?? "") ? PortalUrls.PatientSearch(wanted) : null;

    /// <summary>What tells patients of one name apart stands out.</summary>
    private string? Mark(PatientFound patient, PatientDifference difference) =>
        _differences.TryGetValue(patient.Id, out var differences) && (differences & difference) != 0 ? "differs" : null;
}

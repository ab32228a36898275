using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HrpPortal.Desk.Pages;

/// <summary>
/// The box of the desk: it finds a patient by anything, and hands a scanned card on. What is typed or scanned is never part of
/// an address. An older search never replaces a newer one.
/// </summary>
public sealed partial class PatientBox : IDisposable
{
    private const int FewestLetters = 2;

    private CancellationTokenSource _search = new();
    private ElementReference _box;
    private IReadOnlyList<PatientHit> _hits = [];
    private string _typed = "";
    private string? _shownFor;
    private string? _said;
    private bool _openTheOnlyOne;
    private int _generation;

    [Inject] public required PatientSearch Search { get; init; }

    [Inject] public required LinkQueries Links { get; init; }

    [Inject] public required DeskQueries Queries { get; init; }

    [Inject] public required PortalTime Time { get; init; }

    [Inject] public required IJSRuntime Browser { get; init; }

    [Parameter, EditorRequired] public string HipId { get; set; } = "";

    /// <summary>No patient is open: whoever comes to the page types here.</summary>
    [Parameter] public bool Focused { get; set; }

    [Parameter] public EventCallback<Guid> Chosen { get; set; }

    /// <summary>A card was scanned, or something that should have been one.</summary>
    [Parameter] public EventCallback<PatientSearchResult> Scanned { get; set; }

    private bool IsOpen => _hits.Count > 0;

    public ValueTask FocusAsync() => _box.FocusAsync();

    /// <summary>People to choose from that were not typed for: whose card is it?</summary>
    public async Task OfferAsync(IReadOnlyList<PatientFound> rows, string why)
    {
        await ShowAsync(rows, why, CancellationToken.None);
        StateHasChanged();
    }

    public void Dispose()
    {
        _search.Cancel();
        _search.Dispose();
    }

    private async Task OnTypedAsync(ChangeEventArgs e)
    {
        var text = (e.Value as string ?? "").Trim();
        if (text == _typed && text == _shownFor) return;
        _typed = text;
        await SearchAsync(text);
    }

    /// <summary>Enter is "this one": it opens the patient when the search leaves no other.</summary>
    private async Task OnEnterAsync()
    {
        if (_typed.Length < FewestLetters) return;
        if (_shownFor == _typed) await OpenTheOnlyOneAsync();
        else _openTheOnlyOne = true;
    }

    private async Task SearchAsync(string text)
    {
        await _search.CancelAsync();
        _search.Dispose();
        _search = new CancellationTokenSource();
        var mine = _search.Token;
        _openTheOnlyOne = false;
        if (text.Length < FewestLetters)
        {
            Clear();
            return;
        }

        try
        {
            var found = await Search.FindAsync(HipId, text, mine);
            if (mine.IsCancellationRequested) return;
            if (found.Kind is SearchKind.Card or SearchKind.CounterCode)
            {
                await HandOnAsync(found);
                return;
            }

            await ShowAsync(found.Rows, Words(found, text), mine);
            if (mine.IsCancellationRequested) return;
            _shownFor = text;
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Something else was typed meanwhile: its own search answers.
            return;
        }

        if (_openTheOnlyOne) await OpenTheOnlyOneAsync();
    }

    private async Task OnScannedAsync(ChangeEventArgs e)
    {
        await _search.CancelAsync();
        await HandOnAsync(await Search.FindAsync(HipId, e.Value as string ?? "", CancellationToken.None));
    }

    private async Task HandOnAsync(PatientSearchResult found)
    {
        await EmptyAsync();
        await Scanned.InvokeAsync(found);
    }

    private async Task ShowAsync(IReadOnlyList<PatientFound> rows, string said, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. rows.Select(row => row.Id)];
        var visits = ids.Length == 0 ? new Dictionary<Guid, DateOnly>() : await Queries.LastVisitsAsync(HipId, ids, cancellationToken);
        var notLinked = ids.Length == 0 ? new Dictionary<Guid, int>() : await Links.NotLinkedAsync(HipId, ids, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return;
        (_hits, _said) = (PatientHit.Of(rows, visits, notLinked), said);
        _generation++;
    }

    private Task OpenTheOnlyOneAsync()
    {
        _openTheOnlyOne = false;
        var exact = _hits.Where(hit => hit.Found.IsExact).ToList();
        var only = exact.Count == 1 ? exact[0] : _hits is [var one] ? one : null;
        return only is null ? Task.CompletedTask : OpenAsync(only.Found.Id);
    }

    private async Task OpenAsync(Guid id)
    {
        await EmptyAsync();
        await Chosen.InvokeAsync(id);
    }

    /// <summary>The text is the browser's: a value written back by the server could overtake what is typed meanwhile.</summary>
    private ValueTask EmptyAsync()
    {
        Clear();
        return Browser.InvokeVoidAsync("desk.empty");
    }

    private void Clear()
    {
        (_typed, _hits, _said, _shownFor) = ("", [], null, null);
        _generation++;
    }

    private static string Words(PatientSearchResult found, string text)
    {
        var kind = found.Kind switch
        {
            SearchKind.Phone => DeskTexts.LooksLikePhone,
            SearchKind.AbhaNumber => DeskTexts.LooksLikeAbha,
            SearchKind.PhrAddress => DeskTexts.LooksLikeAddress,
            SearchKind.HospitalNumber => DeskTexts.LooksLikeNumber,
            _ => "",
        };
        var count = found switch
        {
            { Trouble: { } trouble } => trouble,
            { TooMany: true } => DeskTexts.NarrowSearch,
            { Rows.Count: 0 } => DeskTexts.NobodyFound.With(text),
            { Rows.Count: 1 } => DeskTexts.OnePatient,
            _ => DeskTexts.ManyPatients.With(found.Rows.Count),
        };
        return $"{kind} {count}".Trim();
    }
}

using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>
/// The live list. It never moves what is being read: rows change in place, each by itself, and new ones wait behind
/// "3 new – show". All filters are in the address.
/// </summary>
public sealed partial class LinkList
{
    private LinkTab _tab = LinkTab.All[0];
    private IReadOnlyList<LinkRow>? _rows;
    private IReadOnlyDictionary<LinkState, int> _counts = new Dictionary<LinkState, int>();
    private LinkFilter _filter = new();
    private DateTime _readAt;
    private string _text = "";
    private int _new;
    private bool _unconfirmed;

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required FacilityDirectory Facilities { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Older than this request, by its reference.</summary>
    [SupplyParameterFromQuery] public string? Before { get; set; }

    [SupplyParameterFromQuery] public string? Mine { get; set; }

    [SupplyParameterFromQuery(Name = "from")] public string? FromText { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.AllOf("links", HipId)];

    /// <summary>The rows are up to date by themselves; counts and "new" may be a second behind.</summary>
    protected override TimeSpan Breath => TimeSpan.FromSeconds(1);

    private string HipId => Facilities.Current.HipId;

    private bool IsMine => Mine == "yes";

    private DateOnly? From => DateOnly.TryParseExact(FromText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private bool IsNarrowed => !string.IsNullOrEmpty(Q) || IsMine || From is not null;

    protected override async Task ReadAsync()
    {
        _tab = LinkTab.Of(Status);
        _text = Q ?? "";
        _filter = new LinkFilter
        {
            States = _tab.States,
            Text = _text,
            CreatedBy = IsMine ? (await CurrentUser.GetAsync()).Id : null,
            FromUtc = From is { } day ? Clock.StartOf(day) : null,
            Before = Before,
        };
        _rows = await Queries.ListAsync(HipId, _filter, Gone);
        _counts = await Queries.CountsAsync(HipId, _filter, Gone);
        (_readAt, _new, _unconfirmed) = (Time.Utc(), 0, true);
    }

    /// <summary>
    /// Rows begin to listen when they are rendered, a moment after the list was read: what changed in between is caught by
    /// reading once more. Rows that are as they were are not rendered again.
    /// </summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_unconfirmed) return;
        _unconfirmed = false;
        var rows = await Queries.ListAsync(HipId, _filter, Gone);
        if (_rows is null || rows.SequenceEqual(_rows)) return;
        _rows = rows;
        StateHasChanged();
    }

    protected override async Task LookAgainAsync(IReadOnlyList<LiveChange> changes)
    {
        _counts = await Queries.CountsAsync(HipId, _filter, Gone);
        _readAt = Time.Utc();
        var shown = (_rows ?? []).Select(row => row.Id).ToHashSet();
        if (changes.All(change => shown.Contains(change.Id))) return;

        var now = await Queries.ListAsync(HipId, _filter, Gone);
        var before = _new;
        _new = now.Count(row => !shown.Contains(row.Id));
        if (shown.Count == 0) (_rows, _new) = (now, 0);
        else if (_new > before) Announcer.Say(_new == 1 ? "1 new link request." : $"{_new} new link requests.");
    }

    private Task ShowNewAsync() => ReadAsync();

    private void Narrow() => Navigation.NavigateTo(Url(_tab.Status, text: _text.Trim()));

    private void OnMine(ChangeEventArgs e) => Navigation.NavigateTo(PortalUrls.LinkList(_tab.Status, Q, e.Value is true, From));

    private void OnFrom(ChangeEventArgs e) => Navigation.NavigateTo(PortalUrls.LinkList(_tab.Status, Q, IsMine,
        DateOnly.TryParseExact(e.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null));

    private string Url(string status, string? text = null) => PortalUrls.LinkList(status, text ?? Q, IsMine, From);

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>
/// The live list. It never moves what is being read: rows change in place, each by itself, and new ones wait behind "3 new – show"
/// while somebody looks. All filters are in the address. What is ticked is in LinkList.Selection.cs.
/// </summary>
public sealed partial class LinkList
{
    private LinkListAsk _ask = new(null, null, null, null, null);
    private LinkRow[]? _rows;
    private IReadOnlyDictionary<LinkState, int> _counts = new Dictionary<LinkState, int>();
    private LinkFilter _filter = new();
    private StaffMember _person = null!;
    private DateTime _readAt;
    private string _text = "";
    private int _new;
    private bool _held;
    private bool _unconfirmed;
    private bool _foundNews;

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required LinkBoard Board { get; init; }

    [Inject] public required LinkCounts Counts { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required Line Line { get; init; }

    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? View { get; set; }

    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Older than this request, by its reference.</summary>
    [SupplyParameterFromQuery] public string? Before { get; set; }

    [SupplyParameterFromQuery] public string? Mine { get; set; }

    [SupplyParameterFromQuery(Name = "from")] public string? FromText { get; set; }

    public string HipId => Workplace.Current.HipId;

    /// <summary>Sees all links, ticks them and takes them home as a file.</summary>
    public bool IsOffice { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Of the page: for its dates and for its words.</summary>
    public (CultureInfo, CultureInfo) Languages { get; } = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    /// <summary>The moment that the list shows.</summary>
    public DateTime Now => _readAt;

    protected override IEnumerable<string> Topics => [LiveTopics.AllOf("links", HipId)];

    /// <summary>Rows follow at once. Counts and new rows wait for each other: they are for the whole list, and every open list would be told.</summary>
    protected override TimeSpan Breath => TimeSpan.FromSeconds(3);

    protected override bool FoundNews => _foundNews;

    private string Title => (_ask.Saved?.Word ?? (_ask.Tab.Status.Length > 0 ? _ask.Tab.Word : null)) is { } word ? $"{word} · {LinkListTexts.Heading}" : LinkListTexts.Heading;

    private bool HasChoice => _ask.IsNarrowed || _ask.Tab.Status.Length > 0;

    private long Epoch => new DateTimeOffset(_readAt).ToUnixTimeSeconds();

    protected override async Task OnInitializedAsync()
    {
        // Before the page itself listens: then the counts know of a change when the page hears of it.
        Counts.Follow(HipId);
        Line.Restored += OnRestored;
        _person = await CurrentUser.GetAsync();
        IsOffice = _person.MaySeeAllLinks();
    }

    protected override async Task ReadAsync()
    {
        _ask = new LinkListAsk(Status, View, Q, Mine, FromText, Before);
        _text = Q ?? "";
        _filter = _ask.Filter(_person, Clock, Time.Utc());
        var rows = await Queries.ListAsync(HipId, _filter, cancellationToken: Gone);
        await CountAsync();

        // All at once: what is ticked from here on is ticked in this list.
        _rows = [.. Board.Share(rows)];
        Unpick();
        (_readAt, _new, _unconfirmed) = (Time.Utc(), 0, true);
    }

    /// <summary>Rows are watched from when they are rendered, a moment after they were read: what changed in between is asked for once more.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_unconfirmed || _rows is null) return;
        _unconfirmed = false;
        await Board.ConfirmAsync(HipId, _rows, Gone);
    }

    protected override async Task LookAgainAsync(IReadOnlyList<LiveChange> changes)
    {
        _foundNews = false;
        if (IsPaused || _rows is null) return;

        var (counts, waiting) = (_counts, _new);
        await CountAsync();
        _readAt = Time.Utc();
        if (string.IsNullOrEmpty(Before)) await LookForNewAsync(changes);
        _foundNews |= _new != waiting || _counts.Count != counts.Count || _counts.Any(one => counts.GetValueOrDefault(one.Key) != one.Value);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Line.Restored -= OnRestored;
        base.Dispose(disposing);
    }

    internal void Replace(LinkRow row)
    {
        if (Array.FindIndex(_rows ?? [], one => one.Id == row.Id) is >= 0 and var at) _rows![at] = row;
    }

    private async Task LookForNewAsync(IReadOnlyList<LiveChange> changes)
    {
        var shown = _rows!.Select(row => row.Id).ToHashSet();
        if (changes.All(change => shown.Contains(change.Id))) return;
        var before = _new;
        _new = (await Queries.IdsAsync(HipId, _filter, cancellationToken: Gone)).Count(id => !shown.Contains(id));
        if (_new == 0) return;
        if (before == 0 && !_held && _picked.Count == 0)
        {
            await ReadAsync();
            _foundNews = true;
        }
        else if (_new > before) Announcer.Say((_new == 1 ? LinkListTexts.OneNew : LinkListTexts.ManyNew).With(_new));
    }

    private async Task CountAsync() => _counts = await Counts.OfAsync(HipId, (_ask with { Status = null, View = null, Before = null }).Filter(_person, Clock, Time.Utc()));

    private void Hold(ChangeEventArgs e) => _held = e.Value is true;

    private Task ShowNewAsync() => ReadAsync();

    private async Task PauseAsync()
    {
        IsPaused = !IsPaused;
        Announcer.Say(IsPaused ? LinkListTexts.IsPaused : LinkListTexts.GoesOn);
        if (!IsPaused) await ReadAsync();
    }

    /// <summary>What changed while the line was down may have been missed.</summary>
    private void OnRestored() => _ = InvokeAsync(async () =>
    {
        if (IsPaused) return;
        await ReadAsync();
        StateHasChanged();
    });

    private bool IsCurrent(LinkTab tab) => _ask.Saved is null && tab == _ask.Tab;

    private void Narrow() => Navigation.NavigateTo(PortalUrls.LinkList(_ask.Tab.Status, _text.Trim(), _ask.IsMine, _ask.Since, view: _ask.View));

    private void OnMine(ChangeEventArgs e) => Navigation.NavigateTo(PortalUrls.LinkList(_ask.Tab.Status, Q, e.Value is true, _ask.Since, view: _ask.View));

    private void OnFrom(ChangeEventArgs e) =>
        Navigation.NavigateTo(PortalUrls.LinkList(_ask.Tab.Status, Q, _ask.IsMine, LinkListAsk.Day(e.Value as string), view: _ask.View));

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using HrpPortal.Ui.Kit;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>One row of the live list. It renders when its own request changed and at no other time.</summary>
public sealed partial class LinkTableRow : IShowsLink, IDisposable
{
    private static readonly string[] Looks = [.. Enum.GetValues<LinkState>().Select(state => LinkWords.Of(state)).Select(word => $"chip {Name(word.Tone)} i-{word.Icon}")];

    private LinkRow _row = null!;
    private LinkRow? _given;
    private bool _picked;
    private bool _stale = true;
    private bool _busy;
    private string? _mark;

    /// <summary>As the list read it; from then on the row is told of its changes by the board.</summary>
    [Parameter, EditorRequired] public LinkRow Row { get; set; } = null!;

    [Parameter, EditorRequired] public LinkList List { get; set; } = null!;

    [Parameter] public bool Picked { get; set; }

    private string Sent => List.Clock.Today == DateOnly.FromDateTime(List.Clock.Local(_row.CreatedAt)) ? List.Clock.Clock(_row.CreatedAt) : List.Clock.Moment(_row.CreatedAt);

    /// <summary>The page's script lets the age of what waits grow; what is over has none.</summary>
    private long? Since => LinkAge.Waits(_row) ? new DateTimeOffset(_row.CreatedAt).ToUnixTimeSeconds() : null;

    private string Says => _row.Shown switch
    {
        LinkState.NeedsHuman or LinkState.Refused => LinkTrouble.Next(_row) is { Button: { } button, Action: not NextAction.TryAgain } ? $"{button}. {LinkTrouble.Cause(_row)}" : LinkTrouble.Cause(_row),
        LinkState.WaitRetry or LinkState.NoAnswer => LinkWords.Says(_row, List.Clock),
        _ => LinkListTexts.Nothing,
    };

    protected override void OnParametersSet()
    {
        _stale |= Picked != _picked;
        _picked = Picked;
        if (ReferenceEquals(_given, Row)) return;
        if (_given is null) List.Board.Watch(List.HipId, Row, this);
        if (_given is null || Row.Version >= _row.Version) (_row, _stale, _mark) = (Row, true, null);
        _given = Row;
    }

    /// <summary>The list renders when counts change; its rows only when their own request did.</summary>
    protected override bool ShouldRender() => _stale;

    protected override void OnAfterRender(bool firstRender) => _stale = false;

    void IShowsLink.Changed(LinkRow row)
    {
        // The board's thread speaks the language of whoever changed something; what is shown here is in the page's.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = List.Languages;
        _ = InvokeAsync(() => Show(row));
    }

    public void Dispose() => List.Board.Leave(_row.Id, this);

    private void Show(LinkRow row)
    {
        if (row.Version <= _row.Version || List.IsPaused) return;
        if (LinkWords.Announce(_row, row) is { } words) List.Announcer.Say(words);

        // Two names for one look: a cell that changes again is marked again.
        if (LinkWords.Of(row.Shown) != LinkWords.Of(_row.Shown)) _mark = _mark == "changed" ? "changed-again" : "changed";
        (_row, _given, _stale) = (row, row, true);
        List.Replace(row);
        StateHasChanged();
    }

    private void Pick(ChangeEventArgs e) => List.Pick(_row.Id, e.Value is true);

    private async Task TryAgainAsync()
    {
        if (_busy) return;
        _busy = true;
        try
        {
            await List.TryAgainAsync(_row.Id);
        }
        finally
        {
            (_busy, _stale) = (false, true);
        }
    }

    private static string Look(LinkState state) => Looks[(int)state];

    private static string Name(Tone tone) => tone.ToString().ToLowerInvariant();
}

using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>What is ticked, and trying again: one row by its button, many by the bar.</summary>
public sealed partial class LinkList
{
    private HashSet<Guid> _picked = [];
    private int _free;
    private int _all;
    private bool _busy;
    private string? _result;

    [Inject] public required LinkRetry Again { get; init; }

    internal bool MayRetry(LinkRow row) => _person.MaySee(row) && Again.IsFree(row);

    internal void Pick(Guid id, bool on)
    {
        if (on) _picked.Add(id);
        else _picked.Remove(id);
        _ = InvokeAsync(async () =>
        {
            await WeighAsync();
            StateHasChanged();
        });
    }

    internal async Task TryAgainAsync(Guid id)
    {
        if (!await Again.OneAsync(HipId, id, await ActorAsync(), Gone)) Announcer.Say(LinkListTexts.NotAgain);
    }

    private async Task RetryAsync()
    {
        if (_busy || !IsOffice) return;
        _busy = true;
        try
        {
            var picked = _picked.Count;
            var tried = await Again.ManyAsync(HipId, _picked, await ActorAsync(), Gone);
            _result = LinkListTexts.TriedAgain.With(tried, picked - tried);
            Announcer.Say(_result);
            _picked = [];
            _free = 0;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task TakeAllAsync()
    {
        _picked = [.. await Queries.IdsAsync(HipId, _filter with { Before = null }, LinkRetry.Most, Gone)];
        await WeighAsync();
    }

    private void ClearAsync() => Unpick();

    private void Unpick()
    {
        (_picked, _free, _all, _result) = ([], 0, 0, null);
    }

    /// <summary>How many of the ticked ones may be tried again, also of those that stand on another page.</summary>
    private async Task WeighAsync()
    {
        var here = (_rows ?? []).Where(row => _picked.Contains(row.Id)).ToList();
        var rows = here.Count == _picked.Count ? here : await Queries.RowsAsync(HipId, _picked, Gone);
        _free = rows.Count(Again.IsFree);
        _all = await Queries.CountAsync(HipId, _filter, LinkRetry.Most, Gone);
        _result = null;
    }

    /// <summary>Who presses now, which may be somebody else than who opened the page.</summary>
    private async Task<LinkActor> ActorAsync()
    {
        var person = await CurrentUser.GetAsync();
        return new LinkActor(person.Id, person.Name);
    }
}

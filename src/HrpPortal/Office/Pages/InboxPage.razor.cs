using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Office.Pages;

/// <summary>
/// What waits for the records office, oldest first. New things come at the end, and what is done stays where it stood until
/// somebody clears it: nothing moves under the pointer.
/// </summary>
public sealed partial class InboxPage
{
    private IReadOnlyList<InboxItem>? _items;
    private DateTime _readAt;
    private string? _conflict;

    [Inject] public required Inbox Inboxes { get; init; }

    [Inject] public required InboxClaims Claims { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required Line Line { get; init; }

    public StaffMember Person { get; private set; } = null!;

    /// <summary>To whom something can be given.</summary>
    public IReadOnlyList<OfficeColleague> Colleagues { get; private set; } = [];

    /// <summary>The moment that the list shows.</summary>
    public DateTime Now => _readAt;

    protected override IEnumerable<string> Topics =>
        [LiveTopics.AllOf("links", HipId), LiveTopics.AllOf(Inbox.Topic, HipId), LiveTopics.AllOf(InboxEffects.Topic, HipId)];

    protected override TimeSpan Breath => TimeSpan.FromSeconds(1);

    private string HipId => Workplace.Current.HipId;

    private KeptScope Scope => new(HipId, Person.Roles.Contains(Roles.Admin));

    protected override async Task OnInitializedAsync()
    {
        Line.Restored += OnRestored;
        Person = await CurrentUser.GetAsync();
        // The store is written to once the page is open for good, and not for its first painting.
        if (RendererInfo.IsInteractive) Colleagues = await Claims.ComeInAsync(HipId, Person, Gone);
    }

    protected override async Task ReadAsync()
    {
        (_items, _conflict) = (await Inboxes.ListAsync(Scope, Gone), null);
        _readAt = Time.Utc();
    }

    protected override async Task LookAgainAsync(IReadOnlyList<LiveChange> changes)
    {
        var now = await Inboxes.ListAsync(Scope, Gone);
        var shown = _items ?? [];
        var still = now.ToDictionary(item => item.Id);
        var gone = shown.Where(item => !still.ContainsKey(item.Id)).ToList();
        var done = gone.Count == 0 ? [] : (await Inboxes.AgainAsync(HipId, gone, Gone)).ToDictionary(item => item.Id);
        var stood = shown.Select(item => item.Id).ToHashSet();
        _items = [.. shown.Select(item => still.GetValueOrDefault(item.Id) ?? done[item.Id]), .. now.Where(item => !stood.Contains(item.Id))];
        _readAt = Time.Utc();
        if (now.Count(item => !stood.Contains(item.Id)) is > 0 and var fresh) Announcer.Say(OfficeTexts.MoreCame.With(fresh));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Line.Restored -= OnRestored;
        base.Dispose(disposing);
    }

    internal async Task TakeAsync(InboxItem item) => await ActAsync(person => Claims.TakeAsync(HipId, item.Id, person, Gone));

    internal async Task GiveAsync(InboxItem item, string staffId)
    {
        if (Colleagues.FirstOrDefault(one => one.Id == staffId) is { } to) await ActAsync(person => Claims.GiveAsync(HipId, item.Id, to, person, item.Claim, Gone));
    }

    internal async Task PutBackAsync(InboxItem item)
    {
        await Claims.PutBackAsync(HipId, item.Id, await CurrentUser.GetAsync(), Gone);
        await RefreshAsync(null);
    }

    private async Task ActAsync(Func<StaffMember, Task<Holder?>> act)
    {
        // Who presses now, which may be somebody with fewer rights than the one who opened the page.
        var other = await act(await CurrentUser.GetAsync());
        await RefreshAsync(other is null ? null : OfficeTexts.Taken.With(other.Name, LinkAge.Words(Time.Utc() - other.At)));
    }

    private async Task RefreshAsync(string? conflict)
    {
        await LookAgainAsync([]);
        _conflict = conflict;
        if (conflict is not null) Announcer.Say(conflict);
        StateHasChanged();
    }

    private void OnRestored() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    });
}

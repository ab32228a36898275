using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Callbacks.Pages;

/// <summary>For the records office and administrators: what ABDM said and nobody could use. Ids and times only.</summary>
public sealed partial class CallbackList
{
    private IReadOnlyList<KeptCallback>? _kept;
    private StaffMember _person = null!;

    [Inject] public required KeptCallbacks Kept { get; init; }

    [Inject] public required ICallbackFacilities Facilities { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    protected override IEnumerable<string> Topics =>
        [LiveTopics.AllOf(InboxEffects.Topic, HipId), .. Scope.WithBridge ? [LiveTopics.AllOf(InboxEffects.Topic, CallbackGate.BridgePrefix)] : Array.Empty<string>()];

    /// <summary>Many callbacks come on a busy day that are none of this list's.</summary>
    protected override TimeSpan Breath => TimeSpan.FromSeconds(1);

    private string HipId => Facilities.Of(_person);

    private KeptScope Scope => new(HipId, _person.Roles.Contains(Roles.Admin));

    protected override async Task OnInitializedAsync() => _person = await CurrentUser.GetAsync();

    protected override async Task ReadAsync() => _kept = await Kept.ListAsync(Scope, Gone);

    private async Task TryAgainAsync(KeptCallback callback)
    {
        await Kept.TryAgainAsync(Scope, await ActorAsync(), callback.Id, Gone);
        Announcer.Say(CallbacksTexts.TriedAgain);
        await ReadAsync();
    }

    private async Task TryAllAgainAsync()
    {
        var count = await Kept.TryAgainAsync(Scope, await ActorAsync(), id: null, Gone);
        Announcer.Say(Phrase.Count(count, CallbacksTexts.OneTriedAgain, CallbacksTexts.ManyTriedAgain));
        await ReadAsync();
    }

    /// <summary>Who presses now, which may be somebody with fewer rights than the one who opened the page.</summary>
    private async Task<string> ActorAsync()
    {
        _person = await CurrentUser.GetAsync();
        return _person.Satisfies(Policies.Records) ? _person.Id : throw new UnauthorizedAccessException("Only the records office may do this.");
    }
}

using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery.Pages;

public sealed partial class AppSearchPanel
{
    private IReadOnlyList<AppSearchRow>? _searches;

    [Inject] public required DiscoveryQueries Searches { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required IOptions<DiscoveryOptions> Options { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Parameter, EditorRequired] public Guid PatientId { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", PatientId)];

    protected override async Task ReadAsync()
    {
        var before = _searches;
        _searches = await Searches.OfPatientAsync(Workplace.Current.HipId, PatientId, Gone);
        if (before is not null && _searches is [var newest, ..] && (before.Count == 0 || before[0] != newest)) Announcer.Say(DiscoveryWords.Of(newest, Clock));
    }
}

using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Notices.Pages;

public sealed partial class NoticesPanel
{
    private IReadOnlyList<AbdmNotice>? _notices;

    [Inject] public required NoticeQueries Notices { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Parameter, EditorRequired] public Guid PatientId { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", PatientId)];

    protected override async Task ReadAsync() => _notices = await Notices.OfPatientAsync(Workplace.Current.HipId, PatientId, Gone);
}

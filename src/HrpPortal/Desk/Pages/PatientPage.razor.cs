using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Desk.Pages;

/// <summary>One patient: what is not linked yet first, then what is, each with its state as it changes.</summary>
public sealed partial class PatientPage
{
    /// <summary>However often "Link" is pressed, it is the same draft, until one was sent: then the next records need a new one.</summary>
    private Guid _draft = Guid.CreateVersion7();
    private Patient? _patient;
    private PatientLinks? _links;
    private bool _mayAudit;

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required AuditTrail Trail { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", Id)];

    protected override async Task ReadAsync()
    {
        var hipId = Workplace.Current.HipId;
        var patient = await Patients.FindAsync(hipId, Id, Gone);
        var links = await Queries.OfPatientAsync(hipId, Id, Gone);
        if (patient is null)
        {
            Navigation.NotFound();
            return;
        }

        if (_patient?.Id != Id)
        {
            var person = await CurrentUser.GetAsync();
            await Trail.OpenedAsync(hipId, person.Id, person.Name, Id, Gone);
            _mayAudit = person.Satisfies(Policies.Admin);
        }

        if (_links is { } before && before.Requests.Count != links.Requests.Count) _draft = Guid.CreateVersion7();
        Announce(_links, links);
        (_patient, _links) = (patient, links);
    }

    private void Announce(PatientLinks? before, PatientLinks after)
    {
        if (before is null) return;
        foreach (var row in after.Requests)
        {
            if (before.Requests.FirstOrDefault(old => old.Id == row.Id) is { } old && LinkWords.Announce(old, row) is { } words) Announcer.Say(words);
        }
    }
}

using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>One link request: its state in words, what to do next before all else, and what happened in order.</summary>
public sealed partial class LinkPage
{
    private readonly Guid _draft = Guid.CreateVersion7();
    private LinkDetails? _details;
    private Patient? _patient;
    private DateTime? _mended;
    private string? _tooLate;
    private bool _asks;
    private bool _busy;
    private bool _mayNotSee;

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required LinkService Links { get; init; }

    [Inject] public required LinkRetry Again { get; init; }

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required AuditTrail Trail { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    /// <summary>Only while the page is painted for the first time, by the request for it.</summary>
    [CascadingParameter] public HttpContext? Request { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("link", Id)];

    private string HipId => Workplace.Current.HipId;

    private string LinkAgainUrl => PortalUrls.Wizard(
        _details!.Row.PatientId, _draft, WizardChoices.Write(_details.Contents.Select(content => content.RecordId)));

    protected override async Task ReadAsync()
    {
        var details = await Queries.DetailsAsync(HipId, Id, Gone);
        if (details is null)
        {
            Navigation.NotFound();
            return;
        }

        var person = await CurrentUser.GetAsync();
        if (!person.MaySee(details.Row))
        {
            (_mayNotSee, _details) = (true, null);
            if (Request is { Response.HasStarted: false }) Request.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (_details?.Row.Id != Id) await Trail.OpenedAsync(HipId, person.Id, person.Name, details.Row.PatientId, Gone);
        if (_details is { } before && before.Row.Id == Id)
        {
            if (LinkWords.Announce(before.Row, details.Row) is { } words) Announcer.Say(words);
        }

        // "Correct the details" gives way to "Try again" as soon as somebody corrected them.
        var patient = _patient = await Patients.FindAsync(HipId, details.Row.PatientId, Gone);
        _mended = patient?.UpdatedAt > details.Row.UpdatedAt ? patient.UpdatedAt : null;
        _details = details;
    }

    /// <summary>A permission that the details on file did not bring, or that the patient is asked for already: for the address that the request goes to.</summary>
    private bool AsksPatient(LinkRow row) => row.Kind == LinkKind.NewCareContexts && PhrAddress.Key(_patient!.PhrAddress!) == PhrAddress.Key(row.PhrAddress) && row switch
    {
        { State: LinkState.NeedsHuman, Reason: LinkReason.DetailsDiffer or LinkReason.PermissionRefused or LinkReason.PermissionDenied or LinkReason.PermissionUnanswered } => true,
        { State: LinkState.Queued or LinkState.WaitRetry, Reason: LinkReason.AskingPatient or LinkReason.PermissionBlocked } => true,

        // On its way from "needs action" to "asking the patient": the part must not go in between, with the focus in it.
        { State: LinkState.Queued or LinkState.WaitRetry } => _asks,
        _ => false,
    };

    private Task AskingBeganAsync()
    {
        _asks = true;
        return TryAgainAsync();
    }

    private Task TryAgainAsync() => ActAsync(
        actor => Again.OneAsync(HipId, Id, actor, Gone), LinkPageTexts.TooLateToRetry);

    private Task CancelAsync() => ActAsync(
        actor => Links.CancelAsync(HipId, Id, actor), LinkPageTexts.TooLateToCancel);

    private async Task ActAsync(Func<LinkActor, Task<bool>> act, string otherwise)
    {
        if (_busy || _details is null) return;
        (_busy, _tooLate) = (true, null);
        try
        {
            var person = await CurrentUser.GetAsync();
            if (!await act(new LinkActor(person.Id, person.Name))) _tooLate = otherwise;
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}

using HrpPortal.Access;
using HrpPortal.Addresses;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Live;
using HrpPortal.Me;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HrpPortal.Desk.Pages;

/// <summary>
/// The patient's panel. Enter sends what is ticked; the draft's id makes a second press find the first. A card whose address is
/// not on file is compared before anything else, and an ABHA that two patients share is never sent in silence.
/// </summary>
public sealed partial class DeskPatient
{
    private readonly Dictionary<string, string> _displays = [];
    private Guid _draft = Guid.CreateVersion7();
    private Patient? _patient;
    private PatientLinks? _links;
    private WizardChoices? _choices;
    private AbhaCard? _card;
    private AbhaCard? _given;
    private PatientFound? _holder;
    private DateTime? _checkedAt;
    private LinkSending _sending = null!;
    private bool _sure;
    private bool _begin;

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required LinkService Links { get; init; }

    [Inject] public required AddressService Addresses { get; init; }

    [Inject] public required MyLook MyLook { get; init; }

    [Inject] public required UndoTime UndoTime { get; init; }

    [Inject] public required AuditTrail Trail { get; init; }

    [Inject] public required RecentPatients Recents { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required IJSRuntime Browser { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired] public Guid Id { get; set; }

    [Parameter, EditorRequired] public string HipId { get; set; } = "";

    [Parameter, EditorRequired] public string PersonId { get; set; } = "";

    /// <summary>The card that was scanned, when its address is not on this patient's file.</summary>
    [Parameter] public AbhaCard? Card { get; set; }

    /// <summary>How the card came here.</summary>
    [Parameter] public AddressWay Way { get; set; }

    [Parameter] public EventCallback<SentRecords> Sent { get; set; }

    /// <summary>The card was compared and its address is on file: it is not to be compared again.</summary>
    [Parameter] public EventCallback CardTaken { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", Id)];

    private string LongWay => PortalUrls.Wizard(Id, _draft);

    /// <summary>To the long way with nothing ticked: there a linked record can be chosen, so that the app is told of new data in it.</summary>
    private string UpdateWay => PortalUrls.Wizard(Id, _draft, WizardChoices.None);

    private string LinkText => _choices!.Count == 1 ? DeskTexts.LinkOne : DeskTexts.LinkMany.With(_choices.Count);

    protected override void OnInitialized() => _sending = new LinkSending(Links, CurrentUser);

    protected override async Task OnParametersSetAsync()
    {
        if (Card != _given) (_card, _given, _begin) = (Card, Card, Card is null);
        var first = _patient is null;
        await base.OnParametersSetAsync();
        if (!first || _patient is null || !RendererInfo.IsInteractive) return;
        _begin = _card is null;
        await Recents.OpenedAsync(HipId, PersonId, Id, Gone);
        Live.Publish(new LiveChange(DeskDayPart.Topic(PersonId), Id, "Opened"));
    }

    protected override async Task ReadAsync()
    {
        var patient = await Patients.FindAsync(HipId, Id, Gone);
        if (patient is null)
        {
            Navigation.NotFound();
            return;
        }

        if (_patient is null)
        {
            var person = await CurrentUser.GetAsync();
            await Trail.OpenedAsync(HipId, person.Id, person.Name, Id, Gone);
        }

        var links = await Queries.OfPatientAsync(HipId, Id, Gone);
        if (_patient?.PhrAddress != patient.PhrAddress || _patient is null)
        {
            _holder = await Addresses.HolderAsync(HipId, Id, patient.PhrAddress, patient.AbhaNumber, Gone);
            _checkedAt = await Addresses.CheckedAtAsync(patient, Gone);
        }

        // Ticks stay as they are when something else of the patient changes; where there was nothing to tick, today's are ticked anew.
        var ticked = _choices?.Records.Any(one => one.CanBeChosen) == true ? _choices.Write() : null;
        _choices = WizardChoices.Read(patient, links, Clock.Today, ticked);
        (_patient, _links) = (patient, links);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_begin || _choices is null) return;
        _begin = false;
        await Browser.InvokeVoidAsync("desk.begin");
    }

    private async Task OnTakenAsync()
    {
        (_card, _choices, _begin) = (null, null, true);
        await ReadAsync();
        _begin = true;
        await CardTaken.InvokeAsync();
    }

    private async Task LinkAsync()
    {
        if (_sending.IsBusy) return;
        var (count, hold) = (_choices!.Count, await MyLook.GetAsync(Gone) is { Undo: true } ? UndoTime.Length : TimeSpan.Zero);
        var command = _choices.Command(HipId, Id, _draft, new Dictionary<string, string>(_displays)) with { Hold = hold };
        if (await _sending.SendAsync(command, Gone) is { Count: > 0 } requests) await AfterSendingAsync(new SentRecords(requests, _patient!.Name, count, hold));
    }

    private async Task AfterSendingAsync(SentRecords sent)
    {
        (_draft, _choices) = (Guid.CreateVersion7(), null);
        _displays.Clear();
        await ReadAsync();
        await Sent.InvokeAsync(sent);
    }
}

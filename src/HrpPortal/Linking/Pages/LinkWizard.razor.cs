using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

public enum WizardStep { Records, Permission, Check }

/// <summary>
/// Which records, by what permission, check, send. The step and the choices are in the address (ids only); what makes
/// sending harmless to repeat is the draft's id, which is in the address too.
/// </summary>
public sealed partial class LinkWizard
{
    private readonly Dictionary<string, string> _displays = [];
    private PageHead? _head;
    private Patient? _patient;
    private WizardChoices? _choices;
    private PatientLinks? _links;
    private IReadOnlyList<LinkRow> _sent = [];
    private FieldErrors? _errors;
    private Guid? _heldBy;
    private DateTime? _validUntil;
    private WizardStep _step;
    private bool _told;
    private bool _sending;
    private bool _focusHeading;

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required Permissions Permissions { get; init; }

    [Inject] public required LinkService Links { get; init; }

    [Inject] public required FacilityDirectory Facilities { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required AddressBar Address { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    [Parameter] public Guid DraftId { get; set; }

    [SupplyParameterFromQuery] public string? Step { get; set; }

    [SupplyParameterFromQuery] public string? Records { get; set; }

    [SupplyParameterFromQuery] public string? Told { get; set; }

    private string HipId => Facilities.Current.HipId;

    private string Heading => _sent.Count > 0 ? "Sent" : _step switch
    {
        WizardStep.Records => "Which records?",
        WizardStep.Permission => "Permission",
        _ => "Check before sending",
    };

    private string Under => _sent.Count > 0
        ? $"{_patient!.Name} · {_patient.Number}"
        : $"Step {(int)_step + 1} of 4 · {_patient!.Name} · {_patient.Number}";

    private string BackUrl => _sent.Count > 0 || _step == WizardStep.Records ? PortalUrls.Patient(Id) : UrlOf(_step - 1);

    protected override async Task OnParametersSetAsync()
    {
        if (_patient?.Id != Id) await LoadAsync();
        if (_patient is null || _links is null) return;
        _sent = await Queries.OfDraftAsync(HipId, DraftId);
        _choices = WizardChoices.Read(_patient, _links, Clock.Today, Records);
        _told = Told == "yes";
        Enter(Reachable(Enum.TryParse<WizardStep>(Step, ignoreCase: true, out var step) && Enum.IsDefined(step) ? step : WizardStep.Records));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusHeading || _head is null) return;
        _focusHeading = false;
        await _head.Heading.FocusAsync();
    }

    private async Task LoadAsync()
    {
        _patient = await Patients.FindAsync(HipId, Id);
        if (_patient is null)
        {
            Navigation.NotFound();
            return;
        }

        _links = await Queries.OfPatientAsync(HipId, Id);
        _validUntil = _patient.PhrAddress is { } address ? await Permissions.ValidUntilAsync(HipId, PhrAddress.Key(address)) : null;
    }

    /// <summary>A step that the answers so far do not lead to is not shown: an address is anybody's to type.</summary>
    private WizardStep Reachable(WizardStep wanted) => (wanted, _choices!.Count, _told) switch
    {
        (_, 0, _) => WizardStep.Records,
        (WizardStep.Check, _, false) => WizardStep.Permission,
        _ => wanted,
    };

    private void Enter(WizardStep step)
    {
        if (step == _step) return;
        (_step, _errors, _heldBy, _focusHeading) = (step, null, null, true);
    }

    private Task KeepAsync() => Address.KeepAsync(UrlOf(_step)).AsTask();

    private Task OnTold(bool told)
    {
        _told = told;
        return KeepAsync();
    }

    private void Continue()
    {
        var errors = new FieldErrors();
        if (_step == WizardStep.Records) errors.Require(_choices!.Count > 0, "Records", "Choose at least one record.");
        else errors.Require(_told, "Told", "Tell the patient that these records will show in their PHR app, then tick the box.");
        _errors = errors.Any ? errors : null;
        if (_errors is null) Navigation.NavigateTo(UrlOf(_step + 1));
    }

    private async Task SendAsync()
    {
        if (_sending || _sent.Count > 0) return;
        (_sending, _errors, _heldBy) = (true, null, null);
        try
        {
            var person = await CurrentUser.GetAsync();
            var command = _choices!.Command(HipId, Id, DraftId, new Dictionary<string, string>(_displays));
            switch (await Links.SubmitAsync(command, new LinkActor(person.Id, person.Name)))
            {
                case LinkSubmitted.Sent or LinkSubmitted.AlreadySent:
                    _sent = await Queries.OfDraftAsync(HipId, DraftId);
                    _focusHeading = true;
                    Navigation.NavigateTo(PortalUrls.Wizard(Id, DraftId), replace: true);
                    break;
                case LinkSubmitted.Held(var holder):
                    _heldBy = holder;
                    break;
                case LinkSubmitted.Invalid(var errors):
                    _errors = errors;
                    break;
            }
        }
        finally
        {
            _sending = false;
        }
    }

    private string UrlOf(WizardStep step) =>
        PortalUrls.Wizard(Id, DraftId, step.ToString().ToLowerInvariant(), _choices!.Count == 0 ? "none" : _choices.Write(), _told);

    private string? IdOf(string field) => field switch
    {
        "Records" when _step == WizardStep.Records => "records",
        "Told" => "told",
        "Display" when _displays.FirstOrDefault(one => WizardCheck.Wrong(one.Value) is not null) is { Key: { } visit } => WizardCheck.IdOf(visit),
        _ => null,
    };
}

using System.Text.Json;
using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Drafts;
using HrpPortal.Facilities;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

public enum WizardStep { Address, Permission, Records, Check }

/// <summary>
/// The long way: address, permission, records, check, sent; each step an address of its own, and steps that ask for nothing are
/// passed over. What is chosen and typed is the draft's row, written with each change. LinkWizard.Sending.cs keeps and sends.
/// </summary>
public sealed partial class LinkWizard : IDisposable
{
    public const string SentStep = "sent";

    private Dictionary<string, string> _displays = [];
    private PageHead? _head;
    private Draft? _draft;
    private Patient? _patient;
    private WizardChoices? _choices;
    private IReadOnlyList<LinkRow> _sent = [];
    private FieldErrors? _errors;
    private LinkSending _sending = null!;
    private DateTime? _validUntil;
    private DateTime? _savedAt;
    private WizardStep _step;
    private bool _focusHeading;

    [Inject] public required PatientQueries Patients { get; init; }

    [Inject] public required AuditTrail Trail { get; init; }

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required Permissions Permissions { get; init; }

    [Inject] public required LinkService Links { get; init; }

    [Inject] public required DraftStore Drafts { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid DraftId { get; set; }

    [Parameter] public string StepName { get; set; } = "";

    private string HipId => Workplace.Current.HipId;

    private string Heading => _sent.Count > 0 ? WizardTexts.Sent : _step switch
    {
        WizardStep.Address => WizardTexts.WhichAddress,
        WizardStep.Permission => WizardTexts.Permission,
        WizardStep.Records => WizardTexts.WhichRecords,
        _ => WizardTexts.CheckBefore,
    };

    private string Under => _sent.Count > 0
        ? $"{_sent[0].PatientName} · {_sent[0].PatientNumber}"
        : $"{WizardTexts.StepOf.With((int)_step + 1)} · {_patient!.Name} · {_patient.Number}";

    private string SendText => (_choices!.Count == 1 ? WizardTexts.SendOne : WizardTexts.SendMany).With(_choices.Count, _patient!.PhrAddress);

    /// <summary>Without a permission at hand the patient must have been told; one that is saved was told of before.</summary>
    private bool AsksPermission => _choices!.NeedsPermission && _validUntil is null;

    private bool IsFirst => Before(_step) is null;

    /// <summary>Without a record there is nothing to go on with but to add one.</summary>
    private bool LacksRecord => _step == WizardStep.Records && _choices!.Records.Count == 0;

    private string BackUrl => Before(_step) is { } before ? UrlOf(before) : PortalUrls.Patient(_patient!.Id);

    protected override void OnInitialized() => _sending = new LinkSending(Links, CurrentUser);

    protected override async Task OnParametersSetAsync()
    {
        if (_draft?.Id != DraftId) await LoadAsync();
        _sent = await Queries.OfDraftAsync(HipId, DraftId);
        if (_sent.Count > 0)
        {
            _focusHeading = true;
            return;
        }

        if (_draft is null || _patient is null || _choices is null) return;
        var wanted = Enum.TryParse<WizardStep>(StepName, ignoreCase: true, out var step) && Enum.IsDefined(step) ? step : WizardStep.Records;
        Enter(Reachable(wanted));
        if (_step != wanted) Navigation.NavigateTo(UrlOf(_step), replace: true);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusHeading || _head is null) return;
        _focusHeading = false;
        await _head.Heading.FocusAsync();
    }

    private async Task LoadAsync()
    {
        var person = await CurrentUser.GetAsync();
        _draft = await Drafts.FindAsync(HipId, person.Id, DraftId);
        _patient = _draft is null ? null : await Patients.FindAsync(HipId, _draft.PatientId);
        if (_draft is null || _patient is null)
        {
            // Sent and over a day ago, or another clerk's: what was sent is shown, nothing else.
            if ((await Queries.OfDraftAsync(HipId, DraftId)).Count == 0) Navigation.NotFound();
            return;
        }

        await Trail.OpenedAsync(HipId, person.Id, person.Name, _patient.Id);
        _displays = JsonSerializer.Deserialize<Dictionary<string, string>>(_draft.Displays) ?? [];
        await ReadPatientAsync(_draft);
    }

    private async Task ReadPatientAsync(Draft draft)
    {
        var links = await Queries.OfPatientAsync(HipId, draft.PatientId);
        _choices = WizardChoices.Read(_patient!, links, Clock.Today, draft.Records);
        _validUntil = _patient!.PhrAddress is { } address ? await Permissions.ValidUntilAsync(HipId, PhrAddress.Key(address)) : null;
    }

    /// <summary>A step that the answers so far do not lead to is not shown: an address is anybody's to type.</summary>
    private WizardStep Reachable(WizardStep wanted)
    {
        if (_patient!.PhrAddress is null || wanted == WizardStep.Address) return WizardStep.Address;
        if (wanted > WizardStep.Permission && AsksPermission && !_draft!.Told) return WizardStep.Permission;
        return wanted == WizardStep.Check && _choices!.Count == 0 ? WizardStep.Records : wanted;
    }

    /// <summary>The step before that asked for something; null: the patient.</summary>
    private WizardStep? Before(WizardStep step) => step switch
    {
        WizardStep.Check => WizardStep.Records,
        WizardStep.Records when AsksPermission => WizardStep.Permission,
        _ => null,
    };

    private void Enter(WizardStep step)
    {
        if (step == _step) return;
        (_step, _errors, _focusHeading) = (step, null, true);
        _sending.Forget();
    }

    private void Continue()
    {
        var errors = new FieldErrors();
        if (_step == WizardStep.Records) errors.Require(_choices!.Count > 0, "Records", WizardTexts.ChooseOne);
        if (_step == WizardStep.Permission) errors.Require(_draft!.Told || !AsksPermission, "Told", WizardTexts.TellFirst);
        _errors = errors.Any ? errors : null;
        if (_errors is not null) return;
        var next = Reachable(_step switch { WizardStep.Address => AsksPermission ? WizardStep.Permission : WizardStep.Records, _ => _step + 1 });
        Enter(next);
        Navigation.NavigateTo(UrlOf(next));
    }

    private string UrlOf(WizardStep step) => PortalUrls.Draft(DraftId, step.ToString().ToLowerInvariant());

    private string? IdOf(string field) => field switch
    {
        "Records" when _step == WizardStep.Records => "records",
        "Told" => "told",
        "Address" when _step == WizardStep.Address => "abha-address",
        "Display" when _displays.FirstOrDefault(one => WizardCheck.Wrong(one.Value) is not null) is { Key: { } visit } => WizardCheck.IdOf(visit),
        _ => null,
    };
}

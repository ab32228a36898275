using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Addresses.Pages;

/// <summary>Enter takes the card's address over; where something differs only with a written reason. An ABHA that another patient has is never taken.</summary>
public sealed partial class ComparePanel
{
    private ElementReference _heading;
    private CardComparison _comparison = new(new Dictionary<ComparedDetail, Likeness>());
    private PatientFound? _holder;
    private AbhaCard? _compared;
    private string? _error;
    private string? _reason;
    private bool _busy;
    private bool _focus;

    [Inject] public required AddressService Addresses { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Parameter, EditorRequired] public string HipId { get; set; } = "";

    [Parameter, EditorRequired] public Patient Patient { get; set; } = null!;

    [Parameter, EditorRequired] public AbhaCard Card { get; set; } = null!;

    [Parameter] public AddressWay Way { get; set; }

    /// <summary>The page of another patient, for the one who has this ABHA already.</summary>
    [Parameter, EditorRequired] public Func<Guid, string> LinkTo { get; set; } = _ => "";

    /// <summary>The address is on file now.</summary>
    [Parameter] public EventCallback Taken { get; set; }

    /// <summary>What else can be done.</summary>
    [Parameter] public RenderFragment? Others { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _comparison = CardComparison.Of(Patient, Card);
        if (_compared == Card) return;
        (_compared, _error, _reason, _holder, _focus) = (Card, null, null, null, true);
        _holder = await Addresses.HolderAsync(HipId, Patient.Id, Card.PhrAddress, Card.AbhaNumber);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focus) return;
        _focus = false;
        await _heading.FocusAsync();
    }

    private async Task TakeAsync()
    {
        if (_busy) return;
        (_busy, _error) = (true, null);
        try
        {
            var person = await CurrentUser.GetAsync();
            switch (await Addresses.TakeAsync(new AddressTake(HipId, Patient, Card, Way, person.Id, person.Name, _reason)))
            {
                case AddressTaken.Taken:
                    await Taken.InvokeAsync();
                    break;
                case AddressTaken.Held(var holder):
                    _holder = holder;
                    break;
                case AddressTaken.ReasonMissing:
                    _error = AddressesTexts.ReasonMissing;
                    break;
                case AddressTaken.NoAddress:
                    _error = AddressesTexts.NoAddress;
                    break;
                case AddressTaken.ChangedMeanwhile:
                    _error = AddressesTexts.ChangedMeanwhile;
                    break;
                case AddressTaken.Invalid(var errors):
                    _error = string.Join(" ", errors.Messages.Values);
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private string OnFile(ComparedDetail detail) => detail switch
    {
        ComparedDetail.Name => Patient.Name,
        ComparedDetail.Sex => PatientWords.Of(Patient.Gender),
        ComparedDetail.Birth => PortalTime.Day(Patient.BirthDate),
        _ => AddressWords.Mobile(Patient.Mobile),
    };

    private string OnCard(ComparedDetail detail) => detail switch
    {
        ComparedDetail.Name => Card.Name ?? "–",
        ComparedDetail.Sex => Card.Gender is { } gender ? PatientWords.Of(gender) : "–",
        ComparedDetail.Birth => Card.BirthDate is { } day ? PortalTime.Day(day) : Card.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "–",
        _ => AddressWords.Mobile(Card.Mobile),
    };
}

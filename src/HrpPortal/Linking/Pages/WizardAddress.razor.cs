using HrpPortal.Access;
using HrpPortal.Addresses;
using HrpPortal.Patients;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>
/// An address is checked while it is typed, and a card, or a profile shared at the counter, is compared; one that another patient
/// has is never taken. Who has none yet is offered ABDM's SMS.
/// </summary>
public sealed partial class WizardAddress
{
    private AbhaCard? _card;
    private AddressWay _way;
    private PatientFound? _holder;
    private string? _typed;
    private string? _error;
    private string? _trouble;
    private bool _busy;

    [Inject] public required AddressService Addresses { get; init; }

    [Inject] public required PatientSearch Search { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Parameter, EditorRequired] public string HipId { get; set; } = "";

    [Parameter, EditorRequired] public Patient Patient { get; set; } = null!;

    /// <summary>As it was kept.</summary>
    [Parameter] public string? Typed { get; set; }

    [Parameter] public string? Error { get; set; }

    [Parameter] public EventCallback<string> TypedChanged { get; set; }

    [Parameter] public EventCallback Taken { get; set; }

    protected override void OnInitialized() => _typed = Typed;

    private Task OnTyped(string text) => TypedChanged.InvokeAsync(text.Trim());

    private Task OnLeft(string? text)
    {
        _typed = text?.Trim();
        _error = string.IsNullOrEmpty(_typed) || PhrAddress.IsValid(_typed) ? null : WizardTexts.AddressWrong;
        return TypedChanged.InvokeAsync(_typed ?? "");
    }

    private async Task OnScannedAsync(ChangeEventArgs e)
    {
        (_card, _holder, _trouble) = (null, null, null);
        var scanned = await Search.FindAsync(HipId, e.Value as string ?? "");
        (_card, _way, _trouble) = (scanned.Card, AddressWay.Card, scanned.Trouble);
    }

    private void OnShared(AbhaCard profile) => (_card, _way, _holder, _trouble) = (profile, AddressWay.Shared, null, null);

    private void OnOther() => (_card, _trouble) = (null, null);

    private async Task TakeAsync()
    {
        if (_busy) return;
        (_holder, _error) = (null, PhrAddress.IsValid(_typed) ? null : WizardTexts.AddressWrong);
        if (_error is not null) return;
        _busy = true;
        try
        {
            var person = await CurrentUser.GetAsync();
            var card = new AbhaCard(null, _typed, null, null, null, null, null);
            switch (await Addresses.TakeAsync(new AddressTake(HipId, Patient, card, AddressWay.Typed, person.Id, person.Name, null)))
            {
                case AddressTaken.Taken:
                    await Taken.InvokeAsync();
                    break;
                case AddressTaken.Held(var holder):
                    _holder = holder;
                    break;
                case AddressTaken.Invalid(var errors):
                    _error = string.Join(" ", errors.Messages.Values);
                    break;
                default:
                    _error = AddressesTexts.ChangedMeanwhile;
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }
}

using HrpPortal.Access;
using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Patients;
using HrpPortal.Patients.Pages;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Scans.Pages;

/// <summary>
/// Registers who scanned and is not on file: the profile is filled in, the hospital's own number is still to be given. Who registers
/// compared the patient with the profile, and what is typed otherwise than shared needs a reason.
/// </summary>
public sealed partial class RegisterScan
{
    private const string ReasonField = nameof(AddressRegistration.Reason);
    private const string ReasonId = "compare-reason";

    private AbhaCard? _card;
    private PatientForm? _form;
    private string? _reason;
    private bool _asksWhy;
    private FieldErrors? _errors;
    private IReadOnlyList<PatientFound> _others = [];
    private bool _busy;

    [Inject] public required ScanQueries Scans { get; init; }

    [Inject] public required AddressService Addresses { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await Scans.FindAsync(Workplace.Current.HipId, Id) is not { Card: var card })
        {
            Navigation.NotFound();
            return;
        }

        _card = card;
        _form = new PatientForm
        {
            Name = card.Name ?? "", Gender = card.Gender, BirthDate = card.BirthDate, Mobile = card.Mobile ?? "", PhrAddress = card.PhrAddress ?? "", AbhaNumber = card.AbhaNumber ?? "",
        };
    }

    private async Task RegisterAsync()
    {
        if (_busy) return;
        _busy = true;
        try
        {
            var person = await CurrentUser.GetAsync();
            switch (await Addresses.RegisterAsync(new AddressRegistration(Workplace.Current.HipId, _card!, person.Id, person.Name, _reason), _form!))
            {
                case PatientSaved.Saved(var id):
                    Navigation.NavigateTo(PortalUrls.DeskPatient(id), replace: true);
                    break;
                case PatientSaved.Invalid(var errors) invalid:
                    (_errors, _others) = (errors, invalid.Others);
                    _asksWhy |= errors.Of(ReasonField) is not null;
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private static string? IdOf(string field) => field == ReasonField ? ReasonId : PatientFields.IdOf(field);
}

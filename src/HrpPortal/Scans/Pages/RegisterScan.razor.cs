using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Scans.Pages;

/// <summary>Registers who scanned and is not on file: the profile is filled in, the hospital's own number is still to be given.</summary>
public sealed partial class RegisterScan
{
    private PatientForm? _form;
    private FieldErrors? _errors;
    private IReadOnlyList<PatientFound> _others = [];
    private bool _busy;

    [Inject] public required ScanQueries Scans { get; init; }

    [Inject] public required PatientService Patients { get; init; }

    [Inject] public required FacilityDirectory Facilities { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await Scans.FindAsync(Facilities.Current.HipId, Id) is not { Card: var card })
        {
            Navigation.NotFound();
            return;
        }

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
            switch (await Patients.RegisterAsync(Facilities.Current.HipId, _form!))
            {
                case PatientSaved.Saved(var id):
                    Navigation.NavigateTo(PortalUrls.DeskPatient(id), replace: true);
                    break;
                case PatientSaved.Invalid(var errors) invalid:
                    (_errors, _others) = (errors, invalid.Others);
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }
}

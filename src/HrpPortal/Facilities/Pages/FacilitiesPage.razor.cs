using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Facilities.Pages;

/// <summary>For administrators: the facilities under this client id, and how each speaks to ABDM.</summary>
public sealed partial class FacilitiesPage
{
    private IReadOnlyList<Facility> _facilities = [];
    private FacilityForm? _form;
    private string? _hipId;
    private FieldErrors? _errors;
    private string? _said;
    private bool _busy;

    [Inject] public required FacilityDirectory Directory { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required FacilityService Service { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    protected override IEnumerable<string> Topics => [FacilityDirectory.Topic];

    protected override Task ReadAsync()
    {
        _facilities = Directory.All;
        return Task.CompletedTask;
    }

    /// <param name="facility">Null: a new one.</param>
    private void Edit(Facility? facility) =>
        (_form, _hipId, _errors, _said) = (facility is null ? new FacilityForm { Dialect = GatewayDialect.V3 } : FacilityForm.Of(facility), facility?.HipId, null, null);

    private void Close() => (_form, _hipId, _errors) = (null, null, null);

    private async Task SaveAsync()
    {
        if (_busy || _form is not { } form) return;
        _busy = true;
        try
        {
            // Who presses now, which may be somebody with fewer rights than the one who opened the page.
            var person = await CurrentUser.GetAsync();
            switch (_hipId is { } hipId ? await Service.ChangeAsync(person, hipId, form, Gone) : await Service.AddAsync(person, form, Gone))
            {
                case FacilitySaved.Saved:
                    _said = (_hipId is null ? FacilityTexts.Added : FacilityTexts.Changed).With(form.Name);
                    Announcer.Say(_said);
                    Close();
                    await ReadAsync();
                    break;
                case FacilitySaved.Invalid(var errors):
                    _errors = errors;
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }

    internal static string Words(GatewayDialect dialect) => dialect == GatewayDialect.V3 ? FacilityTexts.V3 : FacilityTexts.V05;

    private static string? IdOf(string field) => field switch
    {
        nameof(FacilityForm.HipId) => "facility-hip",
        nameof(FacilityForm.Name) => "facility-name",
        _ => "facility-dialect",
    };
}

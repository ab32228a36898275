using System.Globalization;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Office.Pages;

/// <summary>Who did what: for administrators, who read it after the fact. It is no live list; what is narrowed by stands in the address.</summary>
public sealed partial class AuditPage
{
    private AuditAsk _ask = AuditAsk.Of(null, null, null, null);
    private IReadOnlyList<AuditRow>? _rows;
    private string? _patientNumber;

    [Inject] public required AuditQueries Queries { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [SupplyParameterFromQuery(Name = "what")] public string? What { get; set; }

    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [SupplyParameterFromQuery(Name = "who")] public string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "patient")] public string? Patient { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private string HipId => Workplace.Current.HipId;

    private int Page => int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 10_000) : 1;

    protected override async Task OnParametersSetAsync()
    {
        _ask = AuditAsk.Of(What, Day, Who, Patient);
        _rows = await Queries.PageAsync(HipId, _ask, Page);
        _patientNumber = _rows.FirstOrDefault(row => row.PatientNumber is not null)?.PatientNumber;
    }

    private string UrlOf(int page) => PortalUrls.AuditList(_ask.What?.ToString(), _ask.Day, _ask.Who, _ask.Patient, page);

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

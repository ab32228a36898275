using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Scans.Pages;

/// <summary>For a patient without an address: profiles shared at the counter that fit the file. Comparing takes the patient from the queue.</summary>
public sealed partial class FittingScans
{
    private IReadOnlyList<Scan>? _fitting;
    private StaffMember? _person;
    private string? _trouble;

    [Inject] public required ScanQueries Queries { get; init; }

    [Inject] public required ScanService Scans { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Parameter, EditorRequired] public Patient Patient { get; set; } = null!;

    /// <summary>The profile, to be compared.</summary>
    [Parameter, EditorRequired] public EventCallback<AbhaCard> Chosen { get; set; }

    protected override IEnumerable<string> Topics => [ScanQueries.TopicOf(Patient.HipId)];

    protected override async Task ReadAsync()
    {
        _person ??= await CurrentUser.GetAsync();
        _fitting = await Queries.FittingAsync(Patient, _person.Id, Gone);
    }

    private async Task CompareAsync(Scan scan)
    {
        switch (await Scans.TakeAsync(Patient.HipId, scan.Id, await CurrentUser.GetAsync(), cancellationToken: Gone))
        {
            case ScanTaken.Taken(var card):
                await Chosen.InvokeAsync(card);
                break;
            case ScanTaken.ByOther(var name, var at):
                _trouble = ScansTexts.ComparedBy.With(name, Clock.Clock(at));
                break;
            default:
                _trouble = ScansTexts.FitOver;
                break;
        }
    }

    private static string Details(Scan scan) => string.Join(" · ", new[]
    {
        scan.Card.Gender is { } gender ? PatientWords.Of(gender) : null,
        scan.Card.BirthDate is { } day ? PortalTime.Day(day) : scan.Card.BirthYear?.ToString(CultureInfo.InvariantCulture),
        scan.Card.PhrAddress,
    }.OfType<string>());
}

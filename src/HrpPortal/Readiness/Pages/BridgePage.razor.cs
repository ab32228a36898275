using HrpPortal.Access;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Readiness.Pages;

/// <summary>For administrators: what ABDM has registered for us, beside what we are, and the two presses that make them the same.</summary>
public sealed partial class BridgePage
{
    private IReadOnlyList<(GatewayDialect Dialect, BridgeLook Look)>? _looks;
    private string? _said;
    private bool _failed;
    private bool _busy;

    [Inject] public required Bridge Bridge { get; init; }

    [Inject] public required PublicAddress Address { get; init; }

    [Inject] public required ReadinessWords Words { get; init; }

    [Inject] public required FacilityDirectory Directory { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    protected override IEnumerable<string> Topics => [FacilityDirectory.Topic];

    /// <summary>ABDM is asked on the living page only: what a person reads first is not held up by an answer that takes ten seconds.</summary>
    protected override async Task ReadAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        var looks = new List<(GatewayDialect, BridgeLook)>();
        foreach (var dialect in Directory.All.Select(facility => facility.Dialect).Distinct().Order()) looks.Add((dialect, await Bridge.LookAsync(dialect, Gone)));
        _looks = looks;
    }

    private bool IsOurs(string url) => string.Equals(url.TrimEnd('/'), Address.Url, StringComparison.OrdinalIgnoreCase);

    private Task SetUrlAsync(GatewayDialect dialect) => TellAsync(person => Bridge.SetUrlAsync(person, dialect, Gone), ReadinessTexts.UrlTaken);

    private Task SetFacilitiesAsync(GatewayDialect dialect) => TellAsync(person => Bridge.SetFacilitiesAsync(person, dialect, Gone), ReadinessTexts.FacilitiesTaken);

    private async Task TellAsync(Func<StaffMember, Task<GatewayFault?>> tell, string done)
    {
        if (_busy) return;
        _busy = true;
        try
        {
            // Who presses now, which may be somebody with fewer rights than the one who opened the page.
            var fault = await tell(await CurrentUser.GetAsync());
            (_failed, _said) = (fault is not null, fault is null ? done : Words.NotTaken(fault));
            Announcer.Say(_said);
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}

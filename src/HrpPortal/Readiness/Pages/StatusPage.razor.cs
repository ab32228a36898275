using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.Ui;
using HrpPortal.Weather;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Readiness.Pages;

/// <summary>Whether this portal and ABDM can work together, and what to do where they cannot. All staff may look; administrators test.</summary>
public sealed partial class StatusPage
{
    private readonly HashSet<string> _testing = [];
    private readonly Dictionary<string, CallbackTestResult> _results = [];
    private IReadOnlyList<CheckLine>? _lines;
    private IReadOnlyDictionary<string, DateTime> _last = new Dictionary<string, DateTime>();
    private StaffMember? _person;

    [Inject] public required ReadinessBoard Board { get; init; }

    [Inject] public required CallbackTest Test { get; init; }

    [Inject] public required ReadinessWords Words { get; init; }

    [Inject] public required FacilityDirectory Directory { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    protected override IEnumerable<string> Topics => [WeatherBoard.Topic, LinkTraffic.Topic, FacilityDirectory.Topic];

    protected override TimeSpan Breath => TimeSpan.FromSeconds(1);

    /// <summary>ABDM is asked on the living page only: what a person reads first is not held up by an answer that takes ten seconds.</summary>
    protected override async Task ReadAsync()
    {
        _person = await CurrentUser.GetAsync();
        _last = await Test.LastAsync(Gone);
        if (RendererInfo.IsInteractive) _lines = await Board.LookAsync(_person, Gone);
    }

    private async Task CheckAgainAsync()
    {
        await ReadAsync();
        Announcer.Say(ReadinessTexts.Checked);
    }

    private async Task TestAsync(string hipId)
    {
        // Who presses now, which may be somebody with fewer rights than the one who opened the page.
        var person = await CurrentUser.GetAsync();
        if (!_testing.Add(hipId)) return;
        try
        {
            var result = await Test.RunAsync(person, hipId, Gone);
            _results[hipId] = result;
            Announcer.Say(Words.Of(result).Means);
            await ReadAsync();
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page went while it waited.
        }
        finally
        {
            _testing.Remove(hipId);
        }
    }
}

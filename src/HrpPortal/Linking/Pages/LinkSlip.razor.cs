using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Linking.Pages;

/// <summary>What a patient takes home: in the patient's language, which need not be the clerk's. Nothing clinical stands on it.</summary>
public sealed partial class LinkSlip
{
    private LinkDetails? _details;

    [Inject] public required LinkQueries Queries { get; init; }

    [Inject] public required Workplace Workplace { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required SlipHelp Help { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public Guid Id { get; set; }

    [SupplyParameterFromQuery] public string? Lang { get; set; }

    /// <summary>"a5", or the roll of 80 mm.</summary>
    [SupplyParameterFromQuery] public string? Paper { get; set; }

    private bool IsA5 => Paper == "a5";

    private string Place => Workplace.Current.Name;

    private Language Slip => Language.Find(Lang) ?? Language.Current;

    private string Moment => Clock.Moment(_details!.Row.ClosedAt ?? _details.Row.UpdatedAt);

    /// <summary>The patient is told what is done and what is on its way; what the desk mends is the desk's, and is not linked yet.</summary>
    private string State => In(_details!.Row.State switch
    {
        LinkState.Linked => nameof(LinkSlipTexts.Linked),
        LinkState.Accepted or LinkState.Unknown or LinkState.NoAnswer => nameof(LinkSlipTexts.OnItsWay),
        LinkState.Queued or LinkState.WaitRetry or LinkState.Dispatching => nameof(LinkSlipTexts.InTheQueue),
        _ => nameof(LinkSlipTexts.NotLinked),
    });

    protected override async Task OnParametersSetAsync()
    {
        _details = await Queries.DetailsAsync(Workplace.Current.HipId, Id);
        if (_details is null)
        {
            Navigation.NotFound();
            return;
        }

        // Whose request one may not see, that slip one may not print: the request's own page says why.
        if ((await CurrentUser.GetAsync()).MaySee(_details.Row)) return;
        _details = null;
        Navigation.NavigateTo(PortalUrls.Link(Id));
    }

    private string In(string text) => In(text, Slip);

    private static string In(string text, Language language) =>
        LinkSlipTexts.ResourceManager.GetString(text, CultureInfo.GetCultureInfo(language.Culture)) ?? throw new InvalidOperationException($"No text {text}.");

    private string HelpLine(Language language) => Help.Phone is { } phone
        ? In(nameof(LinkSlipTexts.HelpByPhone), language).With(phone)
        : In(nameof(LinkSlipTexts.HelpAtCounter), language);
}

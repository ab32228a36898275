using HrpPortal.Data;
using HrpPortal.Ui;

namespace HrpPortal.Discovery;

/// <summary>What a patient did in his app, and the rule by which it finds anybody here, in the words of a front desk.</summary>
public static class DiscoveryWords
{
    public static string Of(AppSearchRow row, PortalTime time) => row.State switch
    {
        AppSearchState.Found => DiscoveryTexts.Found.With(Visits(row.Shown)),
        AppSearchState.NothingToLink => DiscoveryTexts.NothingToLink,
        AppSearchState.Several => DiscoveryTexts.Several,
        AppSearchState.CodeOwed or AppSearchState.SendingCode => DiscoveryTexts.CodeOwed.With(Visits(row.Chosen)),
        AppSearchState.CodeSent when row.IsTooLate => DiscoveryTexts.TooLate.With(Visits(row.Chosen)),
        AppSearchState.CodeSent => DiscoveryTexts.CodeSent.With(Visits(row.Chosen), row.CodeUntil is { } until ? time.Clock(until) : ""),
        AppSearchState.CodeUsedUp => DiscoveryTexts.CodeUsedUp.With(Visits(row.Chosen)),
        AppSearchState.Linked => DiscoveryTexts.Linked.With(Visits(row.Chosen)),
        _ => Trouble(row.Trouble).With(Visits(row.Chosen)),
    };

    /// <summary>One sentence for each thing that must hold.</summary>
    public static IReadOnlyList<string> Rule(DiscoveryOptions options) =>
    [
        options.ByMobile ? DiscoveryTexts.RuleIdentifier : DiscoveryTexts.RuleAbhaOnly,
        options.NamesMaySoundAlike ? DiscoveryTexts.RuleNameAlike : DiscoveryTexts.RuleNameSame,
        options.YearsApart == 0 ? DiscoveryTexts.RuleYearSame : DiscoveryTexts.RuleYears.With(options.YearsApart),
        DiscoveryTexts.RuleOther,
        .. options.TypedNumberMustMatch ? [DiscoveryTexts.RuleTyped] : Array.Empty<string>(),
        DiscoveryTexts.RuleOne,
        DiscoveryTexts.RuleCode.With(options.CodeMinutes, options.CodeTries),
    ];

    private static string Trouble(CodeTrouble? trouble) => trouble switch
    {
        CodeTrouble.NoMobile => DiscoveryTexts.NoMobile,
        CodeTrouble.NotSetUp => DiscoveryTexts.NotSetUp,
        CodeTrouble.TooMany => DiscoveryTexts.TooMany,
        _ => DiscoveryTexts.SmsFailed,
    };

    private static string Visits(int count) => Phrase.Count(count, DiscoveryTexts.OneVisit, DiscoveryTexts.ManyVisits);
}

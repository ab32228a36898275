using HrpPortal.Access;
using HrpPortal.Data;

namespace HrpPortal.Linking;

/// <summary>The tabs of the list of link requests: a word for the address bar, a word for people, and the states behind both.</summary>
public sealed record LinkTab(string Status, IReadOnlyList<LinkState> States)
{
    private static readonly LinkState[] InProgress = [LinkState.Queued, LinkState.Dispatching, LinkState.Accepted, LinkState.WaitRetry];

    private static readonly LinkState[] NoReply = [LinkState.NoAnswer, LinkState.Unknown];

    public static IReadOnlyList<LinkTab> All { get; } =
    [
        new("", []),
        new("needs-action", [LinkState.NeedsHuman]),
        new("in-progress", InProgress),
        new("no-reply", NoReply),
        new("linked", [LinkState.Linked]),
        new("refused", [LinkState.Refused]),
        new("cancelled", [LinkState.Cancelled]),
    ];

    /// <summary>States in which ABDM's answer is still to come.</summary>
    public static IReadOnlyList<LinkState> Open { get; } = [.. InProgress, .. NoReply];

    /// <summary>The word that its rows carry, where they carry one.</summary>
    public string Word => Status switch
    {
        "" => LinkListTexts.TabAll,
        "in-progress" => LinkListTexts.TabInProgress,
        _ => LinkWords.Of(States[0]).Word,
    };

    /// <summary>An unknown word in the address shows all.</summary>
    public static LinkTab Of(string? status) => All.FirstOrDefault(tab => tab.Status == status) ?? All[0];

    /// <summary>12, or "1000+" where nobody counted on.</summary>
    public string Count(IReadOnlyDictionary<LinkState, int> counts)
    {
        var count = States.Count == 0 ? counts.Values.Sum() : States.Sum(state => counts.GetValueOrDefault(state));
        return count > LinkQueries.MostCounted ? $"{LinkQueries.MostCounted}+" : $"{count}";
    }
}

/// <summary>Questions that are asked every day, by a name of their own in the address.</summary>
public sealed record LinkView(string Name)
{
    public static readonly TimeSpan TooLong = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<LinkView> All { get; } = [new("needs-action"), new("waiting"), new("mine-today"), new("failed-week")];

    public string Word => Name switch
    {
        "needs-action" => LinkListTexts.ViewNeedsAction,
        "waiting" => LinkListTexts.ViewWaiting,
        "mine-today" => LinkListTexts.ViewMineToday,
        _ => LinkListTexts.ViewFailedWeek,
    };

    public static LinkView? Of(string? name) => All.FirstOrDefault(view => view.Name == name);

    public LinkFilter Narrow(LinkFilter filter, StaffMember person, PortalTime time, DateTime now) => Name switch
    {
        "needs-action" => filter with { States = [LinkState.NeedsHuman] },
        "waiting" => filter with { States = LinkTab.Open, SentBeforeUtc = now - TooLong },
        "mine-today" => filter with { CreatedBy = person.Id, FromUtc = time.StartOf(time.Today) },
        _ => filter with { States = [LinkState.NeedsHuman, LinkState.Refused], ClosedFromUtc = time.StartOf(Monday(time.Today)) },
    };

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

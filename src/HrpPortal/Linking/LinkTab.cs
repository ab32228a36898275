namespace HrpPortal.Linking;

/// <summary>The tabs of the list of link requests: a word for the address bar, a word for people, and the states behind both.</summary>
public sealed record LinkTab(string Status, string Word, IReadOnlyList<LinkState> States)
{
    public static IReadOnlyList<LinkTab> All { get; } =
    [
        new("", "All", []),
        new("needs-action", "Needs action", [LinkState.NeedsHuman]),
        new("in-progress", "In progress", [LinkState.Queued, LinkState.Dispatching, LinkState.Unknown, LinkState.Accepted, LinkState.WaitRetry]),
        new("no-reply", "No reply", [LinkState.NoAnswer]),
        new("linked", "Linked", [LinkState.Linked]),
        new("refused", "Refused", [LinkState.Refused]),
        new("cancelled", "Cancelled", [LinkState.Cancelled]),
    ];

    /// <summary>An unknown word in the address shows all.</summary>
    public static LinkTab Of(string? status) => All.FirstOrDefault(tab => tab.Status == status) ?? All[0];

    public int Count(IReadOnlyDictionary<LinkState, int> counts) =>
        States.Count == 0 ? counts.Values.Sum() : States.Sum(state => counts.GetValueOrDefault(state));
}

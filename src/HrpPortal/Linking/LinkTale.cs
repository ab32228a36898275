namespace HrpPortal.Linking;

/// <summary>
/// The history of a request as a person reads it. The first of several like events is the one shown, and its echoes fold into it:
/// an answer that ABDM gives again, and rounds of trying that end alike. What a person did is never folded.
/// </summary>
public static class LinkTale
{
    private const int LongestRound = 3;

    private static readonly LinkTransition[] Answers =
    [
        LinkTransition.T8, LinkTransition.T9, LinkTransition.T10, LinkTransition.T11, LinkTransition.T12, LinkTransition.T13, LinkTransition.T16, LinkTransition.T18, LinkTransition.T19,
    ];

    public static IReadOnlyList<TaleLine> Of(IEnumerable<LinkEvent> events, Func<LinkEvent, string> says)
    {
        var lines = new List<TaleLine>();
        foreach (var happened in events)
        {
            if (lines.LastOrDefault(line => IsEcho(happened, line.First)) is { } told)
            {
                told.Add(happened);
                continue;
            }

            lines.Add(new TaleLine(happened, says(happened)));
            FoldRound(lines);
        }

        return lines;
    }

    /// <summary>The same answer once more, which changed nothing. One that contradicts is news the first time.</summary>
    private static bool IsEcho(LinkEvent happened, LinkEvent told) =>
        happened.Transition == LinkTransition.T18 && Answers.Contains(told.Transition)
        && happened.Code == told.Code && happened.CareContextId == told.CareContextId && happened.Contradicts == told.Contradicts;

    /// <summary>Handed over, not taken; handed over, not taken: the second round folds into the first, line by line.</summary>
    private static void FoldRound(List<TaleLine> lines)
    {
        for (var length = 1; length <= LongestRound && 2 * length <= lines.Count; length++)
        {
            var (first, second) = (lines[^(2 * length)..^length], lines[^length..]);
            if (!first.Zip(second).All(pair => pair.First.IsLike(pair.Second))) continue;
            foreach (var (line, again) in first.Zip(second)) line.Add(again);
            lines.RemoveRange(lines.Count - length, length);
            return;
        }
    }
}

/// <summary>One line: what happened first, and the times that it happened again.</summary>
public sealed class TaleLine(LinkEvent first, string says)
{
    private readonly List<LinkEvent> _again = [];

    public LinkEvent First => first;

    public string Says => says;

    public IReadOnlyList<LinkEvent> Again => _again;

    internal bool IsLike(TaleLine other) => says == other.Says && first.ActorName is null && other.First.ActorName is null;

    internal void Add(LinkEvent happened) => _again.Add(happened);

    internal void Add(TaleLine other)
    {
        _again.Add(other.First);
        _again.AddRange(other.Again);
    }
}

using System.Globalization;

namespace HrpPortal.Verify;

/// <summary>What was looked at, and which row breaks what. Names rows by table and id, and nothing of what is in them.</summary>
public sealed class Findings
{
    private const int MostShown = 20;

    private static readonly (string Rule, string Meaning)[] Rules =
    [
        ("I3", "nothing was sent or answered whose attempt is not written down"),
        ("I4", "each requestId belongs to one attempt"),
        ("I5", "the state is what the events say, in order and without a gap"),
        ("I6", "at most one attempt of a request is on its way"),
        ("I7", "a care context is linked once for an address, and Linked means all of them"),
        ("I8", "Linked was never left"),
        ("I9", "nothing is called refused that ABDM may have taken"),
        ("I10", "no care context was linked by two attempts"),
        ("I11", "nothing is open for more than a day without somebody to act on it"),
        ("I12", "no event was changed or taken out"),
        ("I13", "no callback of one facility was applied to another's request"),
        ("outbox", "every request and permission has the outbox row that its state asks for"),
        ("inbox", "every callback is applied before long, and what is applied left its trace"),
        ("tokens", "a linking token serves one link, and no ended request holds one"),
        ("secrets", "linking tokens and callbacks lie encrypted"),
    ];

    private readonly Dictionary<string, long> _rows = [];
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    public void Looked(string rule, long rows = 1) => _rows[rule] = _rows.GetValueOrDefault(rule) + rows;

    public void Break(string rule, string table, object id, string what) => _found.Add(new Finding(rule, $"{table} {id}", what));

    public void Write(TextWriter output)
    {
        foreach (var (rule, meaning) in Rules)
        {
            var broken = _found.Where(one => one.Rule == rule).ToList();
            var rows = _rows.GetValueOrDefault(rule).ToString("N0", CultureInfo.InvariantCulture);
            output.WriteLine(broken.Count == 0 ? $"{rule,-8} ok ({rows} rows): {meaning}" : $"{rule,-8} BROKEN by {broken.Count} of {rows} rows: {meaning}");
            foreach (var one in broken.Take(MostShown)) output.WriteLine($"         {one.Row}: {one.What}");
            if (broken.Count > MostShown) output.WriteLine($"         and {broken.Count - MostShown} more");
        }

        output.WriteLine("I1, I2 and the truth at ABDM (I9) are not to be seen in rows: the tests prove them.");
    }
}

public sealed record Finding(string Rule, string Row, string What);

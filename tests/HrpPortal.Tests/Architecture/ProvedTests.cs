using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>
/// docs/proved.md says which test proves which promise. The words are written by people; the tests' names in it must be those of
/// the code. HRP_WRITE_PROVED=1 writes the names afresh: then only the words of a new row are left to write.
/// </summary>
public sealed class ProvedTests
{
    private const string Page = "docs/proved.md";
    private const string Proved = "## Proved";
    private const string NotYet = "## Not yet";
    private const string HeadEnd = "|---|---|---|\n";

    /// <summary>What this step of the project has to prove.</summary>
    private static readonly string[] Demanded =
    [
        .. Rows("J", 1, 9), .. Rows("J", 12, 16), .. Rows("J", 20, 22), .. Rows("J", 26, 29), .. Rows("O", 1, 12), "K1",
        .. Rows("T", 1, 10), "T12", "T13", .. Rows("T", 17, 19), "T21", "C1", "C3",
    ];

    /// <summary>Demanded, and no test proves it yet. The list only ever gets shorter.</summary>
    private static readonly string[] StillMissing = [];

    [Fact]
    public void The_page_and_the_tests_say_the_same()
    {
        var proofs = Proofs.Read();
        Assert.True(proofs.Count > 60, $"{proofs.Count} rows were read from the tests.");
        if (Environment.GetEnvironmentVariable("HRP_WRITE_PROVED") == "1") Write(proofs);

        var told = Rows(Proved);
        Rule.NoneBreaks("Proved by a test, and not (or not so) on the page; HRP_WRITE_PROVED=1 with this test writes the names:",
            proofs.Where(proof => told.GetValueOrDefault(proof.Key).Tests != Names(proof.Value)).Select(proof => $"{proof.Key}: {Names(proof.Value)}"));
        Rule.NoneBreaks("On the page, and proved by no test:", told.Keys.Except(proofs.Keys));
        Rule.NoneBreaks("Say what is proved:", told.Where(row => row.Value.Says.Length < 10).Select(row => row.Key));
    }

    [Fact]
    public void What_this_step_demands_is_proved_or_named_as_missing()
    {
        var proved = Proofs.Read().Keys.ToHashSet();
        Assert.True(Demanded.Length > 40);

        Rule.NoneBreaks("Demanded, and neither proved nor named as missing:", Demanded.Except(proved).Except(StillMissing));
        Rule.NoneBreaks("Proved by now: take it off the list of what is missing:", StillMissing.Intersect(proved));
        Rule.NoneBreaks("Missing, and the page does not say so:", StillMissing.Except(Rows(NotYet).Keys));
        Rule.NoneBreaks("Proved by now, and the page says not yet:", Rows(NotYet).Keys.SelectMany(rows => rows.Split(", ")).Intersect(proved));
    }

    [Fact]
    public void Traits_are_read_from_methods_and_classes()
    {
        var proofs = Proofs.Read(["""
            [Trait("Row", "B2")]
            public sealed class WholeTests
            {
            }

            internal sealed class OneByOneTests
            {
                [Fact, Trait("Row", "B10"), Trait("Row", "B9")]
                public async Task Something_holds()
                [Fact]
                public void Nothing_claimed() { }
            }
            """]);

        Assert.Equal(["B2", "B9", "B10"], proofs.Keys);
        Assert.Equal(["WholeTests"], proofs["B2"]);
        Assert.Equal(["OneByOneTests.Something_holds"], proofs["B10"]);
    }

    private static IEnumerable<string> Rows(string letter, int first, int last) => Enumerable.Range(first, last - first + 1).Select(number => $"{letter}{number}");

    /// <summary>One class's tests stand together, and many are counted.</summary>
    private static string Names(IEnumerable<string> tests) => string.Join("<br>", tests.Distinct().GroupBy(test => test.Split('.')[0], StringComparer.Ordinal)
        .SelectMany(type => type.Count() > 4 ? [$"`{type.Key}` ({type.Count()} tests)"] : type.Select(test => $"`{test}`")));

    /// <summary>A table of the page: the first column → the second and the third.</summary>
    private static SortedDictionary<string, (string Says, string Tests)> Rows(string heading)
    {
        var rows = new SortedDictionary<string, (string, string)>(Proofs.RowOrder.Instance);
        foreach (var cells in Table(Sources.Text(Page), heading).Body.Split('\n').Select(line => line.Split(" | ")).Where(cells => cells.Length == 3))
            rows.Add(cells[0].TrimStart('|').Trim(), (cells[1].Trim(), cells[2].TrimEnd('|').Trim()));
        return rows;
    }

    private static (int From, int To, string Body) Table(string page, string heading)
    {
        var from = page.IndexOf(HeadEnd, page.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal) + HeadEnd.Length;
        var to = page.IndexOf("\n\n", from, StringComparison.Ordinal) is var end and >= 0 ? end : page.TrimEnd('\n').Length;
        return (from, to, page[from..to]);
    }

    /// <summary>Names afresh; a row that was "not yet" moves up with its words.</summary>
    private static void Write(SortedDictionary<string, List<string>> proofs)
    {
        var (told, notYet) = (Rows(Proved), Rows(NotYet));
        var proved = proofs.Select(proof => $"| {proof.Key} | {told.GetValueOrDefault(proof.Key).Says ?? notYet.GetValueOrDefault(proof.Key).Says ?? ""} | {Names(proof.Value)} |");
        var still = Table(Sources.Text(Page), NotYet).Body.Split('\n').Where(line => !proofs.ContainsKey(line.Split(" | ")[0].TrimStart('|').Trim()));

        // The lower table first: the upper one's places stay as they are.
        var page = Replace(Replace(Sources.Text(Page), NotYet, still), Proved, proved);
        File.WriteAllText(Path.Combine(Repository.Root, Page), page);
    }

    private static string Replace(string page, string heading, IEnumerable<string> rows)
    {
        var (from, to, _) = Table(page, heading);
        return $"{page[..from]}{string.Join('\n', rows)}{page[to..]}";
    }
}

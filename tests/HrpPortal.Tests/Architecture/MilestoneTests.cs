using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>docs/milestone2.md, for a certification agency: ABDM's cases and the tests that walk them. HRP_WRITE_PROVED=1 writes the tests' names.</summary>
public sealed class MilestoneTests
{
    private const string Page = "docs/milestone2.md";
    private static readonly string[] Families = ["HIP_", "USER_INIT_", "ABHA_", "SHARE_PATIENT_"];

    [Fact]
    public void The_page_has_every_case_that_tests_walk_with_their_names()
    {
        var proofs = Proofs.Read().Where(proof => Families.Any(family => proof.Key.StartsWith(family, StringComparison.Ordinal))).ToDictionary(proof => proof.Key, proof => Names(proof.Value));
        Assert.True(proofs.Count > 20, $"{proofs.Count} cases were read from the tests.");
        if (Environment.GetEnvironmentVariable("HRP_WRITE_PROVED") == "1") Write(proofs);

        var told = Sources.Text(Page).Split('\n').Select(Cells).Where(cells => cells.Length == 5).ToDictionary(cells => cells[0], cells => cells[4]);
        Rule.NoneBreaks("Walked by a test, and not (or not so) on the page; HRP_WRITE_PROVED=1 with this test writes the names:",
            proofs.Where(proof => told.GetValueOrDefault(proof.Key) != proof.Value).Select(proof => $"{proof.Key}: {proof.Value}"));
        Rule.NoneBreaks("On the page, and walked by no test:", told.Keys.Where(IsCase).Except(proofs.Keys));
    }

    private static string Names(IEnumerable<string> tests) => string.Join("<br>", tests.Distinct().Select(test => $"`{test}`"));

    private static bool IsCase(string cell) => Families.Any(family => cell.StartsWith(family, StringComparison.Ordinal));

    private static string[] Cells(string line) => line.StartsWith("| ", StringComparison.Ordinal) ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())] : [];

    private static void Write(Dictionary<string, string> proofs)
    {
        var lines = Sources.Text(Page).Split('\n').Select(line =>
            Cells(line) is [var id, var what, var old, var v3, _] && proofs.TryGetValue(id, out var tests) ? $"| {id} | {what} | {old} | {v3} | {tests} |" : line);
        File.WriteAllText(Path.Combine(Repository.Root, Page), string.Join('\n', lines));
    }
}

using System.Text.RegularExpressions;
using HrpPortal.Linking;
using HrpPortal.Tests.Architecture;

namespace HrpPortal.Tests.Model;

/// <summary>
/// The formal model of T1 to T22 (docs/model): every order of steps of two workers, two attempts and one crash is walked. It must
/// find nothing; with one guard taken out it must find something; and what it says of the code must be there.
/// </summary>
[Trait("Row", "Q7")]
public sealed partial class SpinModelTests
{
    [SpinFact, Trait("Row", "I3"), Trait("Row", "I6"), Trait("Row", "I8"), Trait("Row", "I9"), Trait("Row", "I10")]
    public async Task Two_workers_two_attempts_and_a_crash_always_end_in_the_truth() =>
        Clean(await Spin.CheckAsync("", liveness: true, fast: true), atLeastStates: 1_000_000);

    [SpinFact, Trait("Row", "I9"), Trait("Row", "T11")]
    public async Task Two_care_contexts_one_by_one_end_in_the_truth() =>
        Clean(await Spin.CheckAsync("-DCONTEXTS=2 -DATTEMPTS=3 -DQUESTIONS=0 -DGOOD_LINE -DWORKERS=1", liveness: false, fast: true), atLeastStates: 1_000_000);

    /// <summary>A change as the store makes it: read, then commit if nobody committed in between.</summary>
    [SpinFact, Trait("Row", "I6")]
    public async Task What_was_read_is_not_written_over_what_another_committed() =>
        Clean(await Spin.CheckAsync("-DSPLIT -DQUESTIONS=0", liveness: false, fast: true), atLeastStates: 500_000);

    /// <summary>K3 in the small. By night only: it is the longest.</summary>
    [NightlySpinFact, Trait("Row", "I6")]
    public async Task A_worker_that_was_stopped_for_longer_than_its_lease_does_no_harm() =>
        Clean(await Spin.CheckAsync("-DSTALL -DNO_CRASH", liveness: false, fast: true), atLeastStates: 1_000_000);

    [SpinTheory]
    [InlineData("-DMUTANT_ACCEPTED_OVERWRITES")]
    [InlineData("-DMUTANT_NO_VERSION -DSPLIT")]
    [InlineData("-DMUTANT_SENT_BEFORE_COMMITTED")]
    [InlineData("-DMUTANT_REFUSED_IN_DOUBT")]
    [InlineData("-DMUTANT_GATEWAY_ERROR_IS_NO")]
    [InlineData("-DMUTANT_NOT_TAKEN_THOUGH_ASKED")]
    public async Task With_one_guard_taken_out_it_finds_the_harm(string mutant)
    {
        Assert.Contains(mutant.Split(' ')[0][2..], Text, StringComparison.Ordinal);
        var said = await Spin.CheckAsync(mutant, liveness: false, fast: false);
        Assert.Contains("assertion violated", said, StringComparison.Ordinal);
        Assert.Contains("errors: 1", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_of_the_model_names_code_that_is_there()
    {
        var files = Sources.Under("src/HrpPortal/", ".cs").ToLookup(path => path.Split('/')[^1]);
        var named = Place().Matches(Text).Select(match => (File: match.Groups["file"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();
        Assert.True(named.Count > 20, $"{named.Count} places were named.");
        Rule.NoneBreaks("Named by docs/model/link.pml, and not in the code:",
            named.Where(one => !files[one.File].Any(path => Regex.IsMatch(Sources.Code(path), $@"[\w>\])?] {one.Method}(<\w+>)?\("))).Select(one => $"{one.File}: {one.Method}"));
    }

    [Fact]
    public void Every_transition_is_in_the_model()
    {
        var steps = Step().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(Enumerable.Range(1, 22).Select(number => $"T{number}"), steps.OrderBy(step => int.Parse(step[1..], null)));
        Rule.NoneBreaks("In the code and not in the model:", Enum.GetNames<LinkTransition>().Except(steps));
    }

    private static string Text { get; } = Sources.Text("docs/model/link.pml");

    private static void Clean(string said, int atLeastStates)
    {
        Assert.Contains("errors: 0", said, StringComparison.Ordinal);
        Assert.DoesNotContain("max search depth too small", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("out of memory", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("MEMLIM bound", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Bit statespace", said, StringComparison.Ordinal);
        Assert.InRange(long.Parse(States().Match(said).Groups[1].Value, null), atLeastStates, long.MaxValue);
    }

    [GeneratedRegex(@"(?<file>[A-Z][\w.]*\.cs): (?<method>[A-Z]\w+)")]
    private static partial Regex Place();

    [GeneratedRegex(@"\[(T\d+)\] [A-Z][\w.]*\.cs: [A-Z]")]
    private static partial Regex Step();

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex States();
}

internal sealed class NightlySpinFactAttribute : FactAttribute
{
    public NightlySpinFactAttribute() => Skip = Support.Rounds.Of(0, 1) == 0 ? "By night only (HRP_ROUNDS=nightly)." : SpinFactAttribute.Missing;
}

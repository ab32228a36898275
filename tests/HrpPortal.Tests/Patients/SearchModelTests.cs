using FsCheck.Fluent;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Patients;

/// <summary>The search against the same rules worked out one patient after the other, on both engines.</summary>
public sealed class SearchModelTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private static readonly string[] Syllables = ["ka", "ra", "sha", "vi", "lu", "a", "m", "dee", "th"];

    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task What_is_found_is_what_the_rules_say(TestEngine engine)
    {
        var ward = new Ward(await hosts.OnAsync(engine));
        var word = Gen.Choose(1, 3).SelectMany(length => Gen.Elements(Syllables).ListOf(length)).Select(parts => string.Concat(parts));
        var names = Gen.Choose(1, 4).SelectMany(count => word.ListOf(count)).Select(words => string.Join(' ', words)).Sample(60).Where(name => name.Length > 1).ToList();
        await ward.AddAllAsync(names);
        var typed = Gen.OneOf(
            word,
            word.Zip(word).Select(pair => $"{pair.Item1} {pair.Item2}"),
            Gen.Elements(names.ToArray()).Zip(Gen.Choose(0, 5)).Select(pair => pair.Item1[Math.Min(pair.Item2, pair.Item1.Length - 1)..])).Sample(Rounds.Of(ci: 150, nightly: 2000));
        foreach (var text in typed)
        {
            var (rows, tooMany) = Expected(names, text);
            var result = await ward.FindAsync(text);
            Assert.True(tooMany == result.TooMany, $"'{text}': too many {result.TooMany}, the rules say {tooMany}");
            Assert.Equal(rows.Order(), result.Rows.Select(row => row.Name).Order());
        }
    }

    private static (IReadOnlyList<string> Rows, bool TooMany) Expected(List<string> names, string typed)
    {
        var words = NameKey.Words(typed).Distinct().ToList();
        if (words.Sum(one => one.Length) < 2) return ([], false);
        var found = new List<string>();
        foreach (var step in (Func<string, bool>[])[
            name => words.All(one => NameKey.Of(name).Contains(" " + one, StringComparison.Ordinal)),
            name => words.Exists(one => one.Length > 1) && words.All(one => NameKey.Of(name).Contains((one.Length > 1 ? "" : " ") + one, StringComparison.Ordinal)),
            name => words.Exists(one => one.Length > 2) && NameRank.Fits(name, words)])
        {
            var rest = new List<string>(names);
            foreach (var name in found) rest.Remove(name);
            var fresh = rest.Where(step).ToList();
            if (found.Count + fresh.Count > PatientSearch.MostRows) return (found, found.Count == 0);
            found.AddRange(fresh);
        }

        return (found, false);
    }
}

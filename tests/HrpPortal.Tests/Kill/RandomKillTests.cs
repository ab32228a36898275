using System.Diagnostics;
using HrpPortal.Tests.Support;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Kill;

/// <summary>kill -9 at any moment while links and callbacks pour in, also while it starts.</summary>
[Trait("Row", "K2")]
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const int Lanes = 2;

    [Fact]
    public async Task Killed_at_random_under_load_nothing_acknowledged_is_lost_and_nothing_is_doubled()
    {
        var (rounds, seed) = (Rounds.Of(ci: 40, nightly: 3000), Seed.Of());
        var watch = Stopwatch.StartNew();
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => LaneAsync(rounds / Lanes, seed + lane))));
        var (ledgers, answers) = (lanes.Select(one => one.Ledger).ToList(), lanes.SelectMany(one => one.FirstAnswers).ToList());
        Assert.All(ledgers, ledger => Assert.True(ledger is { Links: > 20, Callbacks: > 20 }, $"It was killed before it did anything: {ledger.Links} links, {ledger.Callbacks} callbacks."));
        Figures.Say(output,
            $"K2: {rounds} kills in {watch.Elapsed.TotalSeconds:0} s; {ledgers.Sum(one => one.Links)} of {ledgers.Sum(one => one.OfferedLinks)} links and "
            + $"{ledgers.Sum(one => one.Callbacks)} of {ledgers.Sum(one => one.OfferedCallbacks)} callbacks acknowledged "
            + $"(offered for {lanes.Sum(one => one.Loaded.TotalSeconds):0.0} s), 0 lost, 0 doubled; "
            + $"restart to first answer p50 {Figures.Percentile(answers, 0.5):0} ms, p99 {Figures.Percentile(answers, 0.99):0} ms, {Lanes} portals at once, Debug build");
    }

    private static async Task<RandomKills> LaneAsync(int rounds, int seed)
    {
        var lane = new KillLane(new LaneOptions { People = 600 });
        await lane.InitializeAsync();
        try
        {
            var kills = new RandomKills(lane, seed);
            for (var round = 0; round < rounds; round++) await kills.RoundAsync(round);
            await kills.EndAsync();
            return kills;
        }
        finally
        {
            await lane.DisposeAsync();
        }
    }
}

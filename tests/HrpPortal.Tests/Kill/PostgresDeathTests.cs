using HrpPortal.Tests.Support;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Kill;

/// <summary>The portal lives, its store dies: kill -9 of PostgreSQL, or a stop without a checkpoint, under load.</summary>
[Trait("Row", "K4")]
public sealed class PostgresDeathTests(ITestOutputHelper output)
{
    [PostgresFact]
    public async Task Nothing_acknowledged_is_lost_when_PostgreSQL_dies_and_the_portal_goes_on_by_itself()
    {
        var (rounds, seed, ledger) = (Rounds.Of(ci: 10, nightly: 200), Seed.Of(), new Ledger());
        await using var cluster = await PostgresCluster.StartNewAsync();
        var spill = Directory.CreateTempSubdirectory("hrp_spill_").FullName;
        var lane = new KillLane(new LaneOptions { Engine = TestEngine.PostgreSql, Server = cluster.Server, People = 600, Settings = new Dictionary<string, string?> { ["Callbacks:SpillFolder"] = spill } });
        await lane.InitializeAsync();
        try
        {
            await lane.StartAsync();
            using var load = new Load(lane, ledger, new Load.Limits(Undecided: 40));
            var witness = new Witness(lane, ledger);
            for (var round = 0; round < rounds; round++)
            {
                if (lane.PeopleLeft < 200) await lane.SeedAsync(400);
                await RoundAsync(lane, cluster, load, new Random(seed + round), isKill: round % 2 == 0);
                witness.Look();
            }

            await witness.AgreesAsync($"HRP_SEED={seed}");
            Figures.Say(output, $"K4: {rounds} deaths of PostgreSQL; {ledger.Links} of {ledger.OfferedLinks} links and {ledger.Callbacks} of {ledger.OfferedCallbacks} callbacks acknowledged, 0 lost");
        }
        finally
        {
            await lane.StopAsync();
            await lane.DisposeAsync();
            Directory.Delete(spill, recursive: true);
        }
    }

    private static async Task RoundAsync(KillLane lane, PostgresCluster cluster, Load load, Random random, bool isKill)
    {
        using var end = new CancellationTokenSource();
        var offering = Task.Run(() => load.OfferAsync(lane.Portal, end.Token));
        await Pause.ForAsync(random.Next(50, 400));
        if (isKill) await cluster.KillAsync();
        else await cluster.StopAtOnceAsync();
        await Pause.ForAsync(random.Next(300));
        await cluster.StartAsync();
        await end.CancelAsync();
        await offering;
        Npgsql.NpgsqlConnection.ClearAllPools(); // Our own, that read beside the portal; the portal must find out by itself.
        await Eventually.TrueAsync(
            async () =>
            {
                if (await load.CallBackAsync() != 202) return false;
                if (lane.PeopleLeft < 50) await lane.SeedAsync(200);
                return await load.LinkAsync(lane.Portal) is { } heard && heard.StartsWith("sent ", StringComparison.Ordinal);
            },
            () => $"It did not go on: {load.LastRefusal}\n{lane.Portal.Log}");
    }
}

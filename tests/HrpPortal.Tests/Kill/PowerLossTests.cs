using HrpPortal.Tests.Support;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Kill;

/// <summary>What was acknowledged is on the disk, and not only in the system's memory.</summary>
[Trait("Row", "K5")]
public sealed class PowerLossTests(ITestOutputHelper output)
{
    [NativeFact]
    public async Task After_a_power_cut_everything_acknowledged_is_there_and_the_store_is_whole()
    {
        var cuts = Rounds.Of(ci: 20, nightly: 500);
        var power = await CutAsync(cuts, "FULL");
        Figures.Say(output, $"K5: {cuts} power cuts over {power.Ledger.Links} links and {power.Ledger.Callbacks} callbacks acknowledged: 0 lost");
        Assert.Equal(default, power.Lost);
    }

    /// <summary>The proof that the test above can fail: without a sync at each commit the same cuts take back what was acknowledged.</summary>
    [NativeFact]
    public async Task With_synchronous_NORMAL_the_same_cuts_lose_what_was_acknowledged()
    {
        var power = await CutAsync(10, "NORMAL");
        Figures.Say(output, $"K5 with synchronous=NORMAL: 10 power cuts over {power.Ledger.Links} links and {power.Ledger.Callbacks} callbacks acknowledged: {power.Lost} (as it must be)");
        Assert.NotEqual(0, power.Lost.Links + power.Lost.Callbacks);
    }

    private static async Task<PowerCuts> CutAsync(int cuts, string synchronous)
    {
        var lane = new KillLane();
        await lane.InitializeAsync();
        try
        {
            using var disk = await WatchedDisk.UnderAsync(lane);
            lane.Set("HRP_SYNCHRONOUS", synchronous);
            var power = new PowerCuts(lane, disk, Seed.Of());
            await power.RunAsync(cuts, toTheEnd: synchronous == "FULL");
            await lane.StopAsync();
            return power;
        }
        finally
        {
            await lane.DisposeAsync();
        }
    }
}

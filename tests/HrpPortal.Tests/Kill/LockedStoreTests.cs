using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Tests.Kill;

/// <summary>Another process holds the database: callbacks wait for it a while, then go to the spill file, and come in by themselves.</summary>
[Trait("Row", "D1")]
public sealed class LockedStoreTests
{
    private static readonly double[] Seconds = [0.1, 1, 6];

    [Fact]
    public async Task While_another_process_holds_the_store_every_callback_is_taken_and_none_is_lost()
    {
        var lane = new KillLane(new LaneOptions { People = 30 });
        await lane.InitializeAsync();
        try
        {
            await lane.StartAsync();
            var ledger = new Ledger();
            using var load = new Load(lane, ledger, new Load.Limits());
            Assert.Equal(202, await load.CallBackAsync());
            for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
            {
                using var held = new CancellationTokenSource();
                var calling = Task.Run(async () =>
                {
                    while (!held.IsCancellationRequested) Assert.Equal(202, await load.CallBackAsync());
                });
                await HoldAsync(lane, Seconds[round % Seconds.Length] * (1 + (round / Seconds.Length * 0.3)));
                await held.CancelAsync();
                await calling;

                var lost = new Ledger.Lost();
                await Eventually.TrueAsync(
                    async () =>
                    {
                        await using var db = lane.OpenDb();
                        return (lost = await ledger.LostAsync(db, default, ledger.Now)).All == 0;
                    },
                    () => $"round {round}: {lost}\n{lane.Portal.Log}");
            }

            Assert.StartsWith("sent ", await load.LinkAsync(lane.Portal), StringComparison.Ordinal);
        }
        finally
        {
            await lane.DisposeAsync();
        }
    }

    private static async Task HoldAsync(KillLane lane, double seconds)
    {
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(lane.Folder, StoreCopy.Name), Pooling = false }.ToString());
        await other.OpenAsync();
        await using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        await begin.ExecuteNonQueryAsync();
        await Pause.ForAsync(1000 * seconds);
    }
}

using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>A full disk and a broken one: nothing is said to be kept that is not, and nothing is damaged.</summary>
public sealed class DiskFaultTests
{
    private const int MostWrites = 500;

    [NativeFact, Trait("Row", "D2")]
    public Task A_full_disk_costs_no_row_and_the_portal_goes_on_when_there_is_room_again() => DiskFaults.RunAsync((_, disk, faults) =>
        faults.RoundsAsync(Spread(Rounds.Of(ci: MostWrites, nightly: MostWrites)), write => disk.Arm(DiskFault.Write, WatchedDisk.NoSpace, write, lasting: true, partly: write % 2 == 0)));

    [NativeFact, Trait("Row", "D3")]
    public Task A_read_or_write_that_fails_costs_no_row_and_no_restart() => DiskFaults.RunAsync((_, disk, faults) =>
        faults.RoundsAsync(Spread(Rounds.Of(ci: 490, nightly: MostWrites)), call => disk.Arm(call % 2 == 0 ? DiskFault.Read : DiskFault.Write, WatchedDisk.IoError, call % 2 == 0 ? 1 : call)));

    /// <summary>After a sync that failed the system may forget what it had to write and say yes the next time: only a fresh start tells what is there.</summary>
    [NativeFact, Trait("Row", "D3")]
    public Task After_a_sync_that_failed_the_process_ends_and_a_restart_is_clean() => DiskFaults.RunAsync(async (lane, disk, faults) =>
    {
        using var spill = StoreCopy.Empty(); // On a disk that is well.
        lane.Set("Callbacks:SpillFolder", spill.Folder);
        await faults.StartAsync();
        for (var round = 0; round < Rounds.Of(ci: 10, nightly: 100); round++)
        {
            disk.Arm(DiskFault.Sync, WatchedDisk.IoError, 1 + (7 * round % 100), lasting: round % 2 == 0);
            await faults.WorkUntilItStruckAsync();
            await lane.Portal.EndsAsync($"a sync failed, round {round}");
            Assert.Equal(74, lane.Portal.ExitCode);
            Assert.True(lane.Portal.Wrote("The disk failed to write"), lane.Portal.Log);
            disk.Heal();

            // What the failed sync had to write never reached the disk.
            using (var left = disk.Journal.After(PowerCut.NothingUnsynced, new Random(round))) left.PutInto(lane.Folder);
            if (lane.PeopleLeft < 100) await lane.SeedAsync(400);
            await faults.StartAsync();
            await faults.AllIsThereAsync($"round {round}");
        }
    });

    /// <summary>From the first write to the five hundredth, however many rounds.</summary>
    private static List<int> Spread(int rounds) => [.. Enumerable.Range(0, rounds).Select(round => 1 + (int)((long)round * MostWrites / rounds))];
}

using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>Somebody's hand in the folder: the portal says what is wrong and what to do, and begins no new database by itself.</summary>
[Trait("Row", "D4")]
public sealed class DatabaseFileTests : IAsyncLifetime
{
    private readonly KillLane _lane = new(new LaneOptions { People = 30 });
    private readonly Ledger _ledger = new();

    private string Database => Path.Combine(_lane.Folder, StoreCopy.Name);

    public Task InitializeAsync() => _lane.InitializeAsync();

    public Task DisposeAsync() => _lane.DisposeAsync();

    [Fact]
    public Task A_file_that_was_replaced_while_it_runs_is_not_mixed_with_the_old_one() => RoundsAsync(3, async () =>
    {
        await _lane.StopAsync();
        using var backup = StoreCopy.Of(_lane.Folder);
        await WorkAsync();

        // In one step: between two the portal may look, and says truly that the file is gone.
        var (moved, other) = (Database + ".old", Database + ".new");
        File.Copy(Path.Combine(backup.Folder, StoreCopy.Name), other);
        Assert.Equal(0, (await Native.RunAsync("ln", Database, moved)).ExitCode);
        File.Move(other, Database, overwrite: true);
        await EndsByItselfAsync("was replaced while the portal ran");

        // The one that was put there has not been touched, and the old one still has all that was acknowledged.
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(backup.Folder, StoreCopy.Name)), await File.ReadAllBytesAsync(Database));
        File.Move(moved, Database, overwrite: true);
        await NothingIsLostAsync();
    });

    [Fact]
    public Task A_file_that_vanished_while_it_runs_is_missed_and_no_new_one_is_begun() => RoundsAsync(3, async () =>
    {
        await WorkAsync();
        File.Move(Database, Database + ".away");
        await EndsByItselfAsync("was deleted or moved while the portal ran");
        await DoesNotStartAsync("is missing, and a portal has used it before");
        Assert.False(File.Exists(Database));

        File.Move(Database + ".away", Database);
        await NothingIsLostAsync();
    });

    [Fact]
    public async Task A_database_that_is_missing_at_the_start_is_not_begun_anew()
    {
        File.Delete(Database);
        await RoundsAsync(4, async () =>
        {
            await DoesNotStartAsync("is missing, and a portal has used it before");
            Assert.False(File.Exists(Database));
        });
    }

    [Fact]
    public Task A_write_ahead_log_that_was_deleted_while_it_runs_is_saved_first() => RoundsAsync(3, async () =>
    {
        await WorkAsync();
        File.Delete(Database + "-wal");
        await EndsByItselfAsync("What it held was saved into the database");
        await NothingIsLostAsync();
    });

    /// <summary>As when a connection is opened just after the log was deleted: SQLite begins a new one under the name, and each believes in its own.</summary>
    [Fact]
    public Task A_write_ahead_log_that_was_replaced_while_it_runs_is_saved_first() => RoundsAsync(3, async () =>
    {
        await WorkAsync();
        await File.WriteAllBytesAsync(Database + "-new", []);
        File.Move(Database + "-new", Database + "-wal", overwrite: true);
        await EndsByItselfAsync("What it held was saved into the database");
        await NothingIsLostAsync();
    });

    [Fact]
    public Task Shared_memory_that_was_deleted_while_it_runs_costs_nothing() => RoundsAsync(3, async () =>
    {
        await WorkAsync();
        File.Delete(Database + "-shm");
        await WorkAsync();
        await _lane.Portal.KillAsync();
        await NothingIsLostAsync();
    });

    [NativeFact]
    public async Task A_database_that_cannot_be_written_is_refused_at_the_start()
    {
        using var disk = await WatchedDisk.UnderAsync(_lane);
        await RoundsAsync(4, () =>
        {
            disk.Arm(DiskFault.Open, WatchedDisk.AccessDenied, 1, lasting: true);
            return DoesNotStartAsync("can be read but not written");
        });
    }

    /// <summary>Twenty in all of this class, by night two hundred; the store is always the one of the round before.</summary>
    private async Task RoundsAsync(int rounds, Func<Task> play)
    {
        for (var round = 0; round < Rounds.Of(rounds, 10 * rounds); round++)
        {
            if (_lane.PeopleLeft < 15) await _lane.SeedAsync(30);
            await play();
        }
    }

    private async Task WorkAsync()
    {
        await _lane.EnsureAliveAsync();
        using var load = new Load(_lane, _ledger, new Load.Limits());
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(202, await load.CallBackAsync());
            Assert.StartsWith("sent ", await load.LinkAsync(_lane.Portal), StringComparison.Ordinal);
        }
    }

    private async Task EndsByItselfAsync(string message)
    {
        await _lane.Portal.EndsAsync(message);
        Assert.Equal(74, _lane.Portal.ExitCode);
        Assert.True(_lane.Portal.Wrote(message), _lane.Portal.Log);
        await _lane.StopAsync();
    }

    private async Task DoesNotStartAsync(string message)
    {
        var portal = await _lane.LaunchAsync();
        Assert.False(await portal.IsReadyAsync());
        await portal.EndsAsync(message);
        Assert.NotEqual(0, portal.ExitCode);
        Assert.True(portal.Wrote(message), portal.Log);
        await _lane.StopAsync();
    }

    private async Task NothingIsLostAsync()
    {
        await _lane.StartAsync();
        await using var db = _lane.OpenDb();
        Assert.Equal(default, await _ledger.LostAsync(db, default, _ledger.Now));
        Assert.True(_ledger.Links > 0);
    }
}

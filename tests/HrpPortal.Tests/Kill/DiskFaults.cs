using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Tests.Kill;

/// <summary>One portal that stays up while its disk fails now here, now there.</summary>
internal sealed class DiskFaults(KillLane lane, WatchedDisk disk) : IDisposable
{
    /// <summary>Rounds between two looks at all that was acknowledged.</summary>
    private const int Look = 20;

    private Load? _load;

    public Ledger Ledger { get; } = new();

    private Load Load => _load ??= new Load(lane, Ledger, new Load.Limits());

    public static async Task RunAsync(Func<KillLane, WatchedDisk, DiskFaults, Task> test)
    {
        var lane = new KillLane();
        await lane.InitializeAsync();
        try
        {
            using var disk = await WatchedDisk.UnderAsync(lane);
            using (var faults = new DiskFaults(lane, disk)) await test(lane, disk, faults);
            await lane.StopAsync();
        }
        finally
        {
            await lane.DisposeAsync();
        }
    }

    public async Task StartAsync()
    {
        // The life before this one ends first: it would still write, and its journal is gone.
        await lane.StopAsync();
        disk.BeginLife();
        await lane.StartAsync();
        await WorksAsync("before any fault");
    }

    /// <summary>Work goes on until the fault struck, and a little longer; every answer is a yes that is kept, or a no.</summary>
    public async Task WorkUntilItStruckAsync()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do await WorkAsync();
        while (disk.Fired == 0 && !end.IsCancellationRequested);
        Assert.True(disk.Fired > 0, $"The fault never struck.\n{lane.Portal.Log}");
        await WorkAsync();
    }

    /// <summary>Many faults, one after the other, and after each the portal works again without a restart; what is lost or damaged stays so, and is found by and by.</summary>
    public async Task RoundsAsync(IReadOnlyList<int> faults, Action<int> arm)
    {
        await StartAsync();
        for (var round = 0; round < faults.Count; round++)
        {
            arm(faults[round]);
            await WorkUntilItStruckAsync();
            disk.Heal();
            await WorksAsync($"fault {faults[round]}");
            if (round % Look == 0 || round == faults.Count - 1) await AllIsThereAsync($"fault {faults[round]}");
            if (lane.PeopleLeft < 100) await lane.SeedAsync(400);
        }
    }

    /// <summary>Nothing that was acknowledged is missing, and SQLite finds its file whole.</summary>
    public async Task AllIsThereAsync(string what)
    {
        var lost = new Ledger.Lost();
        await Eventually.TrueAsync(
            async () =>
            {
                // A spilled callback comes into the store by itself.
                await using var db = lane.OpenDb();
                return (lost = await Ledger.LostAsync(db, default, Ledger.Now)).All == 0;
            },
            () => $"{what}: {lost}\n{lane.Portal.Log}");
        Assert.Equal((what, "ok"), (what, await StoreCopy.IntegrityAsync(new SqliteConnectionStringBuilder { DataSource = Path.Combine(lane.Folder, StoreCopy.Name), Pooling = false }.ToString())));
    }

    public Task WorksAsync(string what) => Eventually.TrueAsync(
        async () => await Load.CallBackAsync() == 202 && await Load.LinkAsync(lane.Portal) is { } heard && heard.StartsWith("sent ", StringComparison.Ordinal),
        () => $"{what}: it does not work: {Load.LastRefusal}\n{lane.Portal.Log}");

    public async Task WorkAsync()
    {
        var callbacks = Enumerable.Range(0, 4).Select(_ => Load.CallBackAsync()).ToList();
        var links = Enumerable.Range(0, lane.PeopleLeft > 20 ? 1 : 0).Select(_ => Load.LinkAsync(lane.Portal)).ToList();
        Assert.All(await Task.WhenAll(callbacks), status => Assert.True(status is 202 or 503 or null, $"A callback was answered {status}."));
        Assert.All(await Task.WhenAll(links), heard => Assert.True(heard is null || heard.StartsWith("sent ", StringComparison.Ordinal) || heard.StartsWith("failed ", StringComparison.Ordinal), heard));
    }

    public void Dispose() => _load?.Dispose();
}

using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Tests.Kill;

/// <summary>One portal that stays up while its disk fails now here, now there.</summary>
internal sealed class DiskFaults(KillLane lane, WatchedDisk disk) : IDisposable
{
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
        await Eventually.TrueAsync(
            async () =>
            {
                await WorkAsync();
                return disk.Fired > 0;
            },
            () => $"The fault never struck.\n{lane.Portal.Log}");
        await WorkAsync();
    }

    /// <summary>As before, without a restart: a callback is taken, a link is sent, and nothing that was acknowledged is missing.</summary>
    public async Task RecoversAsync(string what)
    {
        await WorksAsync(what);
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

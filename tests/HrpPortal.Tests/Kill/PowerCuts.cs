namespace HrpPortal.Tests.Kill;

/// <summary>
/// A portal under load whose power is cut again and again. What a cut leaves is worked out beside the running portal, which
/// goes on; every few cuts it is killed in earnest, and the next one lives with what was left.
/// </summary>
internal sealed class PowerCuts(KillLane lane, WatchedDisk disk, int seed)
{
    private const int CutsInALife = 10;

    private readonly Random _random = new(seed);
    private readonly Ledger _ledger = new();

    public Ledger Ledger => _ledger;

    /// <summary>Lost by all cuts together; a row may be lost by several.</summary>
    public Ledger.Lost Lost { get; private set; }

    public async Task RunAsync(int cuts, bool toTheEnd)
    {
        var witness = new Witness(lane, _ledger);
        for (var cut = 0; cut < cuts; cut += CutsInALife)
        {
            await LifeAsync(witness, Math.Min(CutsInALife, cuts - cut));
            if (lane.PeopleLeft < 200) await lane.SeedAsync(400);
        }

        disk.BeginLife();
        await lane.StartAsync();
        if (toTheEnd) await witness.AgreesAsync($"HRP_SEED={seed}");
    }

    private async Task LifeAsync(Witness witness, int cuts)
    {
        disk.BeginLife();
        await lane.StartAsync();
        using var load = new Load(lane, _ledger, new Load.Limits());
        Assert.Equal(202, await load.CallBackAsync());
        Assert.StartsWith("sent ", await load.LinkAsync(lane.Portal), StringComparison.Ordinal);
        using var end = new CancellationTokenSource();
        var offering = Task.Run(() => load.OfferAsync(lane.Portal, end.Token));
        for (var cut = 0; cut < cuts - 1; cut++)
        {
            await Pause.ForAsync(_random.Next(10, 150));
            using var left = await CutAsync(witness);
        }

        await lane.Portal.KillAsync();
        await end.CancelAsync();
        await offering;

        // The journal saw every change: with all of it on the disk, the disk is the one that is there.
        using (var all = disk.Journal.After(PowerCut.Everything, _random))
        using (var allButOne = disk.Journal.After(PowerCut.EverythingButTheLast, _random))
            Assert.Empty(Differing(all.Folder).Intersect(Differing(allButOne.Folder)));
        using var last = await CutAsync(witness);
        last.PutInto(lane.Folder);
    }

    private async Task<StoreCopy> CutAsync(Witness witness)
    {
        // Told first, then the disk: what was told by now must be on it.
        witness.Look();
        var told = _ledger.Now;
        var left = disk.Journal.After(_random.Next(3) == 0 ? PowerCut.NothingUnsynced : PowerCut.SomeSectorsInAnyOrder, _random);
        using (var looked = StoreCopy.Of(left.Folder))
        {
            Assert.Equal(($"HRP_SEED={seed}", "ok"), ($"HRP_SEED={seed}", await looked.IntegrityAsync()));
            await using var db = looked.Open();
            var lost = await _ledger.LostAsync(db, default, told, await Spilled.ReadAsync(looked.Folder, looked.Open));
            Lost = new(Lost.Links + lost.Links, Lost.Callbacks + lost.Callbacks, Lost.Left + lost.Left);
        }

        return left;
    }

    /// <summary>Files of the store that something changed which the journal did not see.</summary>
    private List<string> Differing(string folder) =>
    [
        .. from file in DiskJournal.Contents(lane.Folder)
           where !File.ReadAllBytes(Path.Combine(folder, Path.GetRelativePath(lane.Folder, file.Key))).AsSpan().SequenceEqual(file.Value)
           select file.Key,
    ];
}

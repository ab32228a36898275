using System.Diagnostics;

namespace HrpPortal.Tests.Kill;

/// <summary>Round after round on one store: start, load, kill, look at what is left.</summary>
internal sealed class RandomKills(KillLane lane, int seed)
{
    private const int FewPeople = 200;

    /// <summary>Milliseconds.</summary>
    private const int MostUnderLoad = 1000;

    private readonly Random _random = new(seed);
    private Witness? _witness;

    public Ledger Ledger { get; } = new();

    private Witness Witness => _witness ??= new Witness(lane, Ledger);

    /// <summary>Milliseconds from a start to the first callback that was answered 202.</summary>
    public List<double> FirstAnswers { get; } = [];

    public TimeSpan Loaded { get; private set; }

    public async Task RoundAsync(int round)
    {
        if (lane.PeopleLeft < FewPeople) await lane.SeedAsync(2 * FewPeople);
        var told = Ledger.Now;
        using var load = new Load(lane, Ledger, new Load.Limits());
        var portal = await lane.LaunchAsync();
        if (round % 8 == 7) await KillAtStartAsync(portal);
        else await KillUnderLoadAsync(portal, load);

        Witness.Look();
        using var left = StoreCopy.Of(lane.Folder);
        var what = $"round {round}, HRP_SEED={seed}, last refusal: {load.LastRefusal}";
        Assert.Equal((what, "ok"), (what, await left.IntegrityAsync()));
        await using var db = left.Open();
        var lost = await Ledger.LostAsync(db, told, Ledger.Now, await Spilled.ReadAsync(left.Folder, left.Open));
        Assert.True(lost.All == 0, $"{what}: {lost}");
    }

    /// <summary>Time passes until the last request came to its end; then the portal and the consent manager say the same.</summary>
    public async Task EndAsync()
    {
        await lane.StartAsync();
        await Witness.AgreesAsync($"HRP_SEED={seed}");
    }

    private async Task KillAtStartAsync(PortalProcess portal)
    {
        await Pause.ForAsync(_random.Next(2_000));
        await portal.KillAsync();
    }

    private async Task KillUnderLoadAsync(PortalProcess portal, Load load)
    {
        await portal.ReadyAsync();
        Assert.Equal(202, await load.CallBackAsync());
        FirstAnswers.Add(portal.Age.Elapsed.TotalMilliseconds);
        Assert.StartsWith("sent ", await load.LinkAsync(portal), StringComparison.Ordinal);
        using var end = new CancellationTokenSource();
        var since = Stopwatch.StartNew();
        var offering = Task.Run(() => load.OfferAsync(portal, end.Token));
        await Pause.ForAsync(_random.Next(MostUnderLoad));
        await portal.KillAsync();
        Loaded += since.Elapsed;
        await end.CancelAsync();
        await offering;
    }
}

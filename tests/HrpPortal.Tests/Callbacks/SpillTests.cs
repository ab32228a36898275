using System.Net;
using System.Text;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Callbacks;

/// <summary>D6 and D1: while the store is out of reach, callbacks are kept in a file and answered, and they find their way into the store.</summary>
public sealed class SpillTests
{
    public static TheoryData<TestEngine, Flow> Ways => new()
    {
        { TestEngine.Sqlite, Flow.Cut },
        { TestEngine.PostgreSql, Flow.Cut },
        { TestEngine.PostgreSql, Flow.Swallowed },
    };

    private static Guid[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];

    [Theory, MemberData(nameof(Ways)), Trait("Row", "D6")]
    public async Task Nothing_is_lost_while_the_store_is_out_of_reach_nor_while_it_comes_back(TestEngine engine, Flow flow)
    {
        await using var store = await StoreAway.StartAsync(engine);
        var all = new List<Guid>();
        for (var round = 0; round < Rounds.Of(ci: 7, nightly: 70); round++)
        {
            var (first, second) = (Some(360), Some(120));
            all.AddRange([.. first, .. second]);
            await store.GoAsync(flow);
            Assert.Equal(first.Length, await store.CallAsync(first));
            Assert.Equal("Spilling", await store.ReadyAsync());
            Assert.NotEmpty(store.Files());
            foreach (var file in store.Files())
            {
                var bytes = await Shared.ReadAsync(file);
                Assert.DoesNotContain(StoreAway.Canary, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
                Assert.DoesNotContain(PortalHost.HipId, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            }

            var meanwhile = store.CallAsync(second);
            await store.ComeBackAsync();
            Assert.Equal(second.Length, await meanwhile);
            await store.HasAllAsync(all);
            await Eventually.TrueAsync(async () => await store.ReadyAsync() == "Healthy", () => "still spilling");
            Assert.Equal(HttpStatusCode.Accepted, await store.CallAsync(Guid.NewGuid()));
            Assert.Empty(store.Files());
        }
    }

    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql), Trait("Row", "D6")]
    public async Task What_was_spilled_is_taken_in_after_a_restart(TestEngine engine)
    {
        await using var store = await StoreAway.StartAsync(engine);
        var ids = Some(20);
        await store.GoAsync();
        Assert.Equal(ids.Length, await store.CallAsync(ids));
        await store.Portal.StopAsync();
        Assert.NotEmpty(store.Files());

        await store.ComeBackAsync();
        store.Portal.StartAgain();
        await store.HasAllAsync(ids);
    }

    [Fact, Trait("Row", "D6"), Trait("Row", "K5")]
    public async Task A_record_that_a_power_cut_tore_is_left_out_and_all_before_it_are_taken()
    {
        await using var store = await StoreAway.StartAsync(TestEngine.Sqlite);
        var ids = Some(10);
        await store.GoAsync();
        foreach (var id in ids) Assert.Equal(HttpStatusCode.Accepted, await store.CallAsync(id));
        await store.Portal.StopAsync();
        await using (var file = File.OpenWrite(store.Files().Order().Last())) file.SetLength(file.Length - 7);

        await store.ComeBackAsync();
        store.Portal.StartAgain();
        await store.HasAllAsync(ids[..^1]);
        Assert.Contains(store.Portal.Log.Lines, line => line.Contains("torn off", StringComparison.Ordinal));
        Assert.Empty(store.Files(".unread"));
    }

    [Fact, Trait("Row", "D6")]
    public async Task A_record_that_somebody_changed_is_not_believed_and_its_file_is_kept_for_a_person()
    {
        await using var store = await StoreAway.StartAsync(TestEngine.Sqlite);
        var ids = Some(10);
        await store.GoAsync();
        foreach (var id in ids) Assert.Equal(HttpStatusCode.Accepted, await store.CallAsync(id));
        await store.Portal.StopAsync();
        await using (var file = File.Open(store.Files().Order().First(), FileMode.Open))
        {
            file.Position = 200;
            var was = file.ReadByte();
            file.Position = 200;
            file.WriteByte((byte)(was ^ 1));
        }

        await store.ComeBackAsync();
        store.Portal.StartAgain();
        await store.HasAllAsync(ids[1..]);
        Assert.Single(store.Files(".unread"));
        Assert.Contains(store.Portal.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("1 records could not be read", StringComparison.Ordinal));
    }

    [Fact, Trait("Row", "D6")]
    public async Task A_full_spill_folder_refuses_and_what_it_took_is_not_lost()
    {
        await using var store = await StoreAway.StartAsync(TestEngine.Sqlite, values => values["Callbacks:SpillMegabytes"] = "1");
        await store.GoAsync();
        var (kept, refused) = (new List<Guid>(), 0);
        while (refused < 3)
        {
            var id = Guid.NewGuid();
            var answer = await store.CallAsync(id, padding: 50_000);
            if (answer == HttpStatusCode.Accepted) kept.Add(id);
            else Assert.Equal((HttpStatusCode.ServiceUnavailable, ++refused > 0), (answer, true));
            Assert.InRange(kept.Count, 0, 100);
        }

        Assert.InRange(store.Files().Sum(file => new FileInfo(file).Length), 1, 1024 * 1024);
        Assert.NotEmpty(kept);
        await store.ComeBackAsync();
        await store.HasAllAsync(kept);
        Assert.Equal(HttpStatusCode.Accepted, await store.CallAsync(Guid.NewGuid(), padding: 50_000));
    }

    [Fact, Trait("Row", "D6"), Trait("Row", "K4")]
    public async Task With_neither_store_nor_file_the_gateway_hears_503_and_afterwards_202()
    {
        var folder = Path.GetTempFileName();
        await using var store = await StoreAway.StartAsync(TestEngine.Sqlite, values => values["Callbacks:SpillFolder"] = Path.Combine(folder, "below a file"));
        await store.GoAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await store.CallAsync(Guid.NewGuid()));
        await store.ComeBackAsync();
        await Eventually.TrueAsync(async () => await store.CallAsync(Guid.NewGuid()) == HttpStatusCode.Accepted, () => "still refused");
        File.Delete(folder);
    }

    /// <summary>The file is locked for longer and for shorter than a callback waits, while callbacks come.</summary>
    [Fact, Trait("Row", "D1")]
    public async Task A_locked_store_costs_a_wait_or_a_spill_and_never_a_callback()
    {
        // The rounds are waits; four stores wait at once.
        var rounds = Rounds.Of(ci: 48, nightly: 480);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(() => LockedAsync(Enumerable.Range(0, rounds).Where(round => round % 4 == lane)))));
    }

    private static async Task LockedAsync(IEnumerable<int> rounds)
    {
        await using var store = await StoreAway.StartAsync(TestEngine.Sqlite);
        List<Guid> all = [];
        foreach (var round in rounds)
        {
            var ids = Some(40);
            all.AddRange(ids);
            await store.GoAsync();
            var calls = store.CallAsync(ids);
            using (var hold = new PeriodicTimer(TimeSpan.FromMilliseconds(50 + (37 * (round % 24))))) await hold.WaitForNextTickAsync();
            await store.ComeBackAsync();
            Assert.Equal(ids.Length, await calls);
        }

        await store.HasAllAsync(all);
    }

    private static class Shared
    {
        /// <summary>The portal holds its file; whoever steals the disk does not ask.</summary>
        public static async Task<byte[]> ReadAsync(string path)
        {
            using var copy = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
            var bytes = new MemoryStream();
            await copy.StandardOutput.BaseStream.CopyToAsync(bytes);
            await copy.WaitForExitAsync();
            return bytes.ToArray();
        }
    }
}

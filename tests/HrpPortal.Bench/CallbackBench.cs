using System.Diagnostics;
using HrpPortal.Callbacks;
using HrpPortal.Linking;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>
/// Callbacks that are verified, synced to the disk and only then answered, as a share of what the same server does when it
/// answers 202 to the same bytes and does nothing. Rounds take turns, so that whatever else the machine does hits both. Most
/// are for requestIds that the portal does not know; some in each round answer a request of ours, which is linked, gets its
/// event and is told to a live subscriber. The inbox is worked off beside the receiving.
/// </summary>
internal static class CallbackBench
{
    private const int Rounds = 7;
    private const int MostWarmUps = 40;
    private const int Known = 200;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Report report)
    {
        await using var bare = await BareServer.StartAsync();
        await using var portal = Portal.Start(bare.Address);
        var token = bare.Token();
        var told = 0;
        using var page = portal.Services.GetRequiredService<LiveUpdates>().Subscribe(
            LiveTopics.AllOf("links", Portal.HipId), change => { if (change.State == nameof(LinkState.Linked)) Interlocked.Increment(ref told); });
        Console.WriteLine("Durable callbacks. Warming up:");
        await WarmUpAsync(bare.Address, token);
        await WarmUpAsync(portal.Address, token);
        await AppliedAsync(portal);

        var sync = await DiskAsync(portal.Folder);
        report.Add("one sync of 64 KB to the disk (median)", $"{Report.Number(sync.TotalMilliseconds, "N2")} ms", "");
        foreach (var connections in (int[])[64, 512])
        {
            Console.WriteLine($"{connections} connections, {Rounds} rounds of {Round.TotalSeconds} s each:");
            var (ceiling, durable, shares) = (new List<Speed>(), new List<Speed>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ceiling.Add(await Load.RunAsync(bare.Address, token, connections, Round));
                var asked = await LinkedPatients.WaitingAsync(portal, Known);
                var answered = Load.AnswerAsync(portal.Address, token, connections: 1, [.. asked.Values]);
                durable.Add(await Load.RunAsync(portal.Address, token, connections, Round));
                await answered;
                shares.Add(durable[^1].PerSecond / ceiling[^1].PerSecond);
                Report.Say($"bare {Words(ceiling[^1])}, durable {Words(durable[^1])}: {Report.Number(shares[^1], "P0")}");
                await AppliedAsync(portal);
                // The store knows a moment before the subscriber hears.
                for (var wait = 0; Volatile.Read(ref told) < Known && wait < 50; wait++) await Task.Delay(TimeSpan.FromMilliseconds(100));
                if (Interlocked.Exchange(ref told, 0) is var heard && heard != Known) throw new InvalidOperationException($"Of {Known} answered requests {heard} were linked and told.");
            }

            report.Add($"bare 202 endpoint, c={connections}", Words(Middle(ceiling)), "");
            report.Add($"durable callbacks, c={connections}", Words(Middle(durable)), connections == 64 ? "must 5,000/s, aim 20,000/s (F2)" : "");
            report.Add($"durable / bare, c={connections}", Report.Number(Report.Median(shares), "P0"), connections == 64 ? "must 25 %, aim 45 % (F1)" : "");
        }
    }

    private static Speed Middle(List<Speed> rounds) =>
        new(Report.Median(rounds.Select(one => one.PerSecond)), Report.Median(rounds.Select(one => one.Microseconds)));

    private static string Words(Speed speed) => $"{Report.Number(speed.PerSecond)}/s ({Report.Number(speed.Microseconds)} µs)";

    /// <summary>
    /// Until it gets no cheaper: the runtime compiles what runs often once more, beside the load and for half a minute. A portal runs
    /// for weeks, and what is measured is what it does then.
    /// </summary>
    private static async Task WarmUpAsync(Uri server, string token)
    {
        var costs = new List<double>();
        do
        {
            var speed = await Load.RunAsync(server, token, 64, Round);
            costs.Add(speed.Microseconds);
            Report.Say(Words(speed));
        }
        while (costs.Count < MostWarmUps && (costs.Count < 10 || costs[^5..].Average() < 0.97 * costs[^10..^5].Average()));
    }

    /// <summary>What the disk allows: no callback is answered before the sync that carries it.</summary>
    private static async Task<TimeSpan> DiskAsync(string folder)
    {
        var path = Path.Combine(folder, "disk");
        var took = new List<double>();
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var block = new byte[64 * 1024];
            for (var i = 0; i < 200; i++)
            {
                // Over and over the same two megabytes, as the write-ahead log is.
                file.Position = i % 32 * block.Length;
                var start = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                if (i >= 64) took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return TimeSpan.FromMilliseconds(Report.Median(took));
    }

    /// <summary>The portal works off what it took in, so that the next round begins with an idle machine.</summary>
    private static async Task AppliedAsync(Portal portal)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var db = await portal.OpenDbAsync();
            if (!await db.Set<InboxCallback>().AnyAsync(callback => callback.AppliedAt == null)) break;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Report.Say($"inbox worked off after another {Report.Number(Stopwatch.GetElapsedTime(start).TotalSeconds, "N1")} s");
    }
}

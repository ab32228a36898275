using System.Diagnostics;
using HrpPortal.Linking;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>
/// Callbacks to the end: verified, on the disk, answered, and their effect on the disk too (Accepted → Linked, its event, the
/// care context, the inbox row, one live update), sustained. The link requests are put into the store beforehand.
/// </summary>
internal static class AppliedBench
{
    private const int Connections = 16;
    private const int Chunk = 500;
    private const int WarmUp = 4_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Report report)
    {
        await using var gateway = await BareServer.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        var token = gateway.Token();
        var pushed = 0L;
        using var page = portal.Services.GetRequiredService<LiveUpdates>().Subscribe(
            LiveTopics.AllOf("links", Portal.HipId), change => { if (change.State == nameof(LinkState.Linked)) Interlocked.Increment(ref pushed); });

        Console.WriteLine("State applied, to Linked. Warming up:");
        var warm = await RoundAsync(portal, token, WarmUp);
        Report.Say($"{Report.Number(warm)}/s");
        var count = (int)Math.Max(20_000, warm * 1.3 * Length.TotalSeconds);
        Interlocked.Exchange(ref pushed, 0);
        var rate = await RoundAsync(portal, token, count);
        Report.Say($"{Report.Number(rate)}/s over {Report.Number(count / rate, "N1")} s, {Report.Number(pushed)} live updates");
        if (Interlocked.Read(ref pushed) != count) throw new InvalidOperationException($"{pushed} of {count} requests were announced as linked.");
        report.Add($"state applied, {Report.Number(count)} callbacks over {Report.Number(count / rate, "N0")} s", $"{Report.Number(rate)}/s", "must 1,000/s");
    }

    /// <summary>From the first callback sent until the last request is linked in the store.</summary>
    private static async Task<double> RoundAsync(Portal portal, string token, int count)
    {
        var asked = new List<Guid>(count);
        while (asked.Count < count) asked.AddRange((await LinkedPatients.WaitingAsync(portal, Math.Min(Chunk, count - asked.Count))).Values);
        Report.Say($"{Report.Number(count)} requests wait for their answer");

        var watch = Stopwatch.StartNew();
        await Load.AnswerAsync(portal.Address, token, Connections, asked);
        var received = watch.Elapsed;
        while (true)
        {
            await using var db = await portal.OpenDbAsync();
            if (!await db.Set<LinkRequest>().AnyAsync(request => request.State == LinkState.Accepted)) break;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Report.Say($"all answered after {Report.Number(received.TotalSeconds, "N1")} s, all linked after {Report.Number(watch.Elapsed.TotalSeconds, "N1")} s");
        return count / watch.Elapsed.TotalSeconds;
    }
}

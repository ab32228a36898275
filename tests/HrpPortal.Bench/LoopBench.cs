using System.Diagnostics;

namespace HrpPortal.Bench;

/// <summary>
/// The whole way of a link against an ABDM that takes no time: permission (init, confirm), add-contexts, three callbacks, and a
/// state on disk after each step. Clerks send at a fixed rate; at the end every link must be linked here and once there.
/// </summary>
internal static class LoopBench
{
    public static Task RunAsync(Report report) => RunAsync(report, 100, TimeSpan.FromMinutes(2), "loop");

    /// <summary>How long a click takes to be safely queued while the portal has its hands full.</summary>
    public static Task QueuedAsync(Report report) => RunAsync(report, 200, TimeSpan.FromSeconds(30), "queued");

    private static async Task RunAsync(Report report, int perSecond, TimeSpan length, string name)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        await gateway.CallBackToAsync(portal.Address);
        var clerks = new Clerks(portal);
        var count = (int)(perSecond * length.TotalSeconds);
        Console.WriteLine($"{name}: {perSecond} links a second for {length.TotalSeconds} s. Registering and warming up:");
        var commands = await clerks.RegisterAsync(count + 1_000);
        await clerks.SendAsync(commands[..1_000], 50);
        await clerks.AllLinkedAsync(1_000);

        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var took = await clerks.SendAsync(commands[1_000..], perSecond);
        var behind = count + 1_000 - await clerks.LinkedAsync();
        var linked = await clerks.AllLinkedAsync(count + 1_000) - 1_000;
        var (seconds, used) = (Stopwatch.GetElapsedTime(start).TotalSeconds, Environment.CpuUsage.TotalTime - cpu);
        var (there, twice) = await gateway.TruthAsync();

        report.Add($"{name}: click → safely queued at {perSecond}/s, p50 / p99", $"{Report.Number(Report.Median(took), "N1")} / {Report.Number(Report.Percentile(took, 0.99), "N1")} ms", "must p99 50 ms, aim 15 ms at 200/s (F5)");
        report.Add($"{name}: links sent / linked here / lost / linked twice", $"{count} / {linked} / {count + 1_000 - there} / {twice}", "0 lost, 0 twice");
        report.Add($"{name}: not linked yet when the last was sent", Report.Number(behind), "");
        report.Add($"{name}: links a second, to the last one linked", Report.Number(count / seconds, "N1"), name == "loop" ? "100" : "");
        report.Add($"{name}: processor time a link (portal and clerks)", $"{Report.Number(used.TotalMilliseconds / count, "N1")} ms", "");
    }
}

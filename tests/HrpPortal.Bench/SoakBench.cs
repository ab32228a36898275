using System.Diagnostics;
using HrpPortal.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>
/// Many links and many more callbacks, one part after the other, looking at memory and handles after each: what grows, grows for
/// ever. `soak LINKS CALLBACKS` takes other counts.
/// </summary>
internal static class SoakBench
{
    private const int Parts = 20;

    public static async Task RunAsync(Report report, int links = 100_000, int callbacks = 1_000_000)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        await gateway.CallBackToAsync(portal.Address);
        var clerks = new Clerks(portal);
        var token = await gateway.TokenAsync();
        var keys = portal.Services.GetRequiredService<GatewayKeys>();
        while (!await keys.RefreshAsync(default)) Report.Say("the gateway's keys are not here yet");
        Console.WriteLine($"soak: {links} links and {callbacks} callbacks in {Parts} parts:");
        var looks = new List<Look>();
        var start = Stopwatch.GetTimestamp();
        var (received, refused) = (0L, 0);
        for (var part = 1; part <= Parts; part++)
        {
            var sending = SendAsync(clerks, links / Parts, (long)links * part / Parts);
            while (received < (long)callbacks * part / Parts)
            {
                var (taken, no) = await Load.CountAsync(portal.Address, token, 16, 5_000);
                (received, refused) = (received + taken, refused + no);
            }

            await sending;
            looks.Add(Look.Now(Stopwatch.GetElapsedTime(start)));
            Report.Say($"{Report.Number(received)} callbacks, {Report.Number((double)links * part / Parts)} links, {looks[^1]}");
        }

        var (there, twice) = await gateway.TruthAsync();
        report.Add("soak: links sent / linked here / linked there / twice", $"{links} / {await clerks.LinkedAsync()} / {there} / {twice}", "0 lost, 0 twice");
        report.Add("soak: callbacks received / refused", $"{Report.Number(received)} / {refused}", "0 refused");

        // The first quarter fills caches, pools and the page cache of the database.
        var settled = looks[(Parts / 4)..];
        report.Add("soak: managed heap, slope a 100,000 callbacks", $"{Report.Number(Slope(settled, look => look.HeapMb) * 100_000 / callbacks * Parts, "N2")} MB", "flat");
        report.Add("soak: resident memory, slope an hour", $"{Report.Number(SlopePerHour(settled, look => look.ResidentMb), "N1")} MB", "must 5 MB (F13)");
        report.Add("soak: handles, first / last", $"{settled[0].Handles} / {settled[^1].Handles}", "flat");
    }

    private static async Task SendAsync(Clerks clerks, int count, long inAll)
    {
        for (var left = count; left > 0; left -= 500)
        {
            await clerks.SendAsync(await clerks.RegisterAsync(Math.Min(500, left)), 400);
            while (inAll - left + Math.Min(500, left) - await clerks.LinkedAsync() > 500) await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await clerks.AllLinkedAsync((int)inAll);
    }

    /// <summary>Least squares, a part.</summary>
    private static double Slope(List<Look> looks, Func<Look, double> figure) => Slope([.. looks.Select((look, i) => ((double)i, figure(look)))]);

    private static double SlopePerHour(List<Look> looks, Func<Look, double> figure) => Slope([.. looks.Select(look => (look.At.TotalHours, figure(look)))]);

    private static double Slope(List<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    private sealed record Look(TimeSpan At, double HeapMb, double ResidentMb, int Handles)
    {
        public static Look Now(TimeSpan at)
        {
            const double mb = 1024 * 1024;
            var heap = GC.GetTotalMemory(forceFullCollection: true) / mb;
            using var self = Process.GetCurrentProcess();
            return new Look(at, heap, self.WorkingSet64 / mb, self.HandleCount);
        }

        public override string ToString() =>
            $"after {Report.Number(At.TotalMinutes, "N1")} min: heap {Report.Number(HeapMb, "N1")} MB, resident {Report.Number(ResidentMb)} MB, {Handles} handles";
    }
}

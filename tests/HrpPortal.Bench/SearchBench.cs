using System.Diagnostics;
using HrpPortal.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>
/// The search among a million patients with Indian names, on SQLite: server time by kind of query, from the typed text to the
/// rows; then, in Chromium, from the last key to the rows in the page.
/// </summary>
internal static class SearchBench
{
    private const int Queries = 500;

    public static async Task RunAsync(Report report, int patients = 1_000_000)
    {
        await using var gateway = await BareServer.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        Console.WriteLine($"search: {patients:N0} patients. Registering:");
        var people = new IndianPeople(patients);
        var begun = Stopwatch.GetTimestamp();
        await PatientStore.FillAsync(portal, people.Everybody());
        Report.Say($"registered in {Report.Number(Stopwatch.GetElapsedTime(begun).TotalSeconds)} s");

        var search = portal.Services.GetRequiredService<PatientSearch>();
        var book = portal.Services.GetRequiredService<NameWordBook>();
        var start = Stopwatch.GetTimestamp();
        var words = (await book.ReadAsync(Portal.HipId, again: true, CancellationToken.None)).Words.Count;
        report.Add("search: reading the words of all names, at the start and every 10 min", $"{Report.Number(Stopwatch.GetElapsedTime(start).TotalMilliseconds)} ms", $"{Report.Number(words)} different words");
        foreach (var (kind, texts) in SearchQueries.Of(people, Queries)) await KindAsync(search, kind, texts, report);
        await KeyToRows.RunAsync(portal, people, report);
        report.Add("search: database", $"{Report.Number(new FileInfo(Path.Combine(portal.Folder, "portal.db")).Length / 1e6)} MB", "");
        foreach (var (index, size) in await PatientStore.SizesAsync(portal)) report.Add($"search: {index}", $"{Report.Number(size)} MB", "");
    }

    private static async Task KindAsync(PatientSearch search, string kind, IReadOnlyList<string> texts, Report report)
    {
        foreach (var text in texts.Take(50)) await search.FindAsync(Portal.HipId, text);
        var (took, rows, many, none) = (new List<double>(), 0, 0, 0);
        foreach (var text in texts)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await search.FindAsync(Portal.HipId, text);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            rows += result.Rows.Count;
            if (result.TooMany) many++;
            else if (result.Rows.Count == 0) none++;
        }

        Report.Say($"{kind}: median {Report.Number(Report.Median(took), "N2")} ms, p99 {Report.Number(Report.Percentile(took, 0.99), "N2")} ms");
        report.Add($"search: {kind}, p50 / p99 / worst", $"{Report.Number(Report.Median(took), "N2")} / {Report.Number(Report.Percentile(took, 0.99), "N2")} / {Report.Number(took.Max(), "N1")} ms",
            $"{(kind.Contains("sound", StringComparison.Ordinal) ? "aim p99 60 ms" : "aim p99 10 ms")} (F10); {texts.Count} queries, {Report.Number((double)rows / texts.Count, "N1")} rows each, {many} too many, {none} nobody");
    }
}

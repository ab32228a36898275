using System.Text;

namespace HrpPortal.Bench;

/// <summary>
/// From the POST of a callback to the word in the page: the moment that the test process begins to send against the moment
/// that a MutationObserver in the open list sees "Linked" in the row. Both read the same machine's clock.
/// </summary>
internal static class DomBench
{
    private const int Posts = 200;
    private const int RowsOfAPage = 30;
    private const int Others = 500;
    private const int PerSecond = 20;

    private const string Watch =
        """
        () => {
          window.seen = {};
          const look = () => {
            for (const row of document.querySelectorAll('main tbody tr')) {
              const id = row.querySelector('a.row-link')?.getAttribute('href')?.split('/').pop();
              if (id && !(id in window.seen) && row.querySelector('.chip')?.textContent.includes('Linked'))
                window.seen[id] = performance.timeOrigin + performance.now();
            }
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        }
        """;

    public static async Task RunAsync(Report report)
    {
        await using var gateway = await BareServer.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        await LinkedPatients.WaitingAsync(portal, RowsOfAPage, "test-person");
        await using var others = HeadlessPages.Start(portal, "/links", "clerk");
        await others.OpenAsync(Others);
        await using var screen = await Screen.OpenAsync(portal);
        using var client = new HttpClient { BaseAddress = portal.Address };
        var token = gateway.Token();
        Console.WriteLine($"POST of a callback until the word changes in Chromium, {Posts} posts, {PerSecond} a second, {Others} other pages open that do not show the row:");
        await RoundAsync(portal, screen, client, token);
        var (took, pushes, bytes) = (new List<double>(), 0L, 0L);
        var before = await others.CountAsync();
        while (took.Count < Posts)
        {
            var round = await RoundAsync(portal, screen, client, token);
            took.AddRange(round.Took);
            (pushes, bytes) = (pushes + round.Batches, bytes + round.Bytes);
        }

        var after = await others.CountAsync();
        report.Add($"callback to DOM, p50 ({Others} circuits, {PerSecond} changes/s)", $"{Report.Number(Report.Median(took))} ms", "");
        report.Add($"callback to DOM, p99 ({Others} circuits, {PerSecond} changes/s)", $"{Report.Number(Report.Percentile(took, 0.99))} ms", "must 1,000 ms (A2)");
        report.Add("bytes to a page that shows the row, per change", $"{Report.Number(bytes / (double)took.Count)} B", $"{Report.Number(pushes / (double)took.Count, "N2")} batches a change");
        report.Add("batches to each of the other pages, per change", $"{Report.Number((after.Batches - before.Batches) / (double)Others / took.Count, "N3")}", "aim 0: only who shows the row is told");
    }

    /// <summary>One page of waiting requests, answered at a steady pace.</summary>
    private static async Task<(List<double> Took, long Batches, long Bytes)> RoundAsync(Portal portal, Screen screen, HttpClient client, string token)
    {
        var waiting = await LinkedPatients.WaitingAsync(portal, RowsOfAPage);
        var page = await screen.LiveListAsync();
        await page.EvaluateAsync(Watch);
        await using var weighed = HeadlessPages.Start(portal, "/links", "records");
        await weighed.OpenAsync(1);
        var before = await weighed.CountAsync();
        var sent = new Dictionary<Guid, DateTimeOffset>();
        var posts = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        foreach (var (id, requestId) in waiting)
        {
            await pace.WaitForNextTickAsync();
            sent[id] = TimeProvider.System.GetUtcNow();
            posts.Add(PostAsync(client, token, requestId));
        }

        await Task.WhenAll(posts);
        var took = new List<double>();
        foreach (var (id, at) in sent)
        {
            var seen = await page.WaitForFunctionAsync($"() => window.seen['{id}']");
            took.Add(await seen.JsonValueAsync<double>() - (at - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        }

        var after = await weighed.CountAsync();
        Report.Say($"{took.Count} posts, median {Report.Number(Report.Median(took))} ms, worst {Report.Number(took.Max())} ms");
        await page.CloseAsync();
        return (took, after.Batches - before.Batches, after.Bytes - before.Bytes);
    }

    private static async Task PostAsync(HttpClient client, string token, Guid requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Callback.Path)
        {
            Content = new StringContent(
                $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000000","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"{{{requestId}}}"}}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("X-HIP-ID", Portal.HipId);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}

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
        await using var screen = await Screen.OpenAsync(portal);
        using var client = new HttpClient { BaseAddress = portal.Address };
        var token = gateway.Token();
        Console.WriteLine($"POST of a callback until the word changes in Chromium, {Posts} posts:");
        await RoundAsync(portal, screen, client, token);
        var took = new List<double>();
        while (took.Count < Posts) took.AddRange(await RoundAsync(portal, screen, client, token));
        report.Add("callback to DOM, p50", $"{Report.Number(Report.Median(took))} ms", "");
        report.Add("callback to DOM, p99", $"{Report.Number(Report.Percentile(took, 0.99))} ms", "must 1,000 ms (A2)");
    }

    /// <summary>One page of waiting requests, answered one after the other.</summary>
    private static async Task<List<double>> RoundAsync(Portal portal, Screen screen, HttpClient client, string token)
    {
        var waiting = await LinkedPatients.WaitingAsync(portal, RowsOfAPage);
        var page = await screen.LiveListAsync();
        await page.EvaluateAsync(Watch);
        var took = new List<double>();
        foreach (var (id, requestId) in waiting)
        {
            var sent = TimeProvider.System.GetUtcNow();
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
            var seen = await page.WaitForFunctionAsync($"() => window.seen['{id}']");
            took.Add(await seen.JsonValueAsync<double>() - (sent - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        }

        Report.Say($"{took.Count} posts, median {Report.Number(Report.Median(took))} ms, worst {Report.Number(took.Max())} ms");
        await page.CloseAsync();
        return took;
    }
}

using System.Diagnostics;
using System.Globalization;
using HrpPortal.Tests.Support;

namespace HrpPortal.Bench;

/// <summary>
/// Hundreds of open pages in a process of their own, so that what they cost the portal is measured and not what they cost
/// themselves. Over a pipe: a number opens so many more, "count" says what they were sent.
/// </summary>
internal sealed class HeadlessPages : IAsyncDisposable
{
    private const int AtOnce = 8;

    private readonly Process _process;

    private HeadlessPages(Process process) => _process = process;

    public static HeadlessPages Start(Portal portal, string path, string role)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(HeadlessPages).Assembly.Location);
        foreach (var argument in (string[])["pages", portal.Address.ToString(), path, StaffCookie.For(portal.Services, role)]) start.ArgumentList.Add(argument);
        return new HeadlessPages(Process.Start(start)!);
    }

    public Task OpenAsync(int count) => AskAsync(count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Render batches that all pages were sent so far, and their bytes.</summary>
    public async Task<(long Batches, long Bytes)> CountAsync()
    {
        var words = (await AskAsync("count")).Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The other end of the pipe.</summary>
    public static async Task RunAsync(Uri portal, string path, string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        var pages = new List<HeadlessPage>();
        while (await Console.In.ReadLineAsync() is { } order)
        {
            if (order == "count")
            {
                Console.WriteLine($"{pages.Sum(page => page.Batches)} {pages.Sum(page => page.BatchBytes)}");
                continue;
            }

            foreach (var chunk in Enumerable.Range(0, int.Parse(order, CultureInfo.InvariantCulture)).Chunk(AtOnce))
                pages.AddRange(await Task.WhenAll(chunk.Select(_ => HeadlessPage.OpenAsync(http, portal, path, cookie))));
            Console.WriteLine("open");
        }

        foreach (var page in pages) await page.DisposeAsync();
    }

    private async Task<string> AskAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The pages are gone; what they said is above.");
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace HrpPortal.Bench;

/// <summary>The <see cref="InstantGateway"/> in its own process, from outside.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private GatewayProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<GatewayProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(GatewayProcess).Assembly.Location);
        start.ArgumentList.Add("gateway");
        var process = Process.Start(start)!;
        return new GatewayProcess(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    public async Task CallBackToAsync(Uri portal) =>
        (await _http.PostAsync(new Uri(Address, $"bridge?url={Uri.EscapeDataString(portal.ToString())}"), null)).EnsureSuccessStatusCode();

    public Task<string> TokenAsync() => _http.GetStringAsync(new Uri(Address, "token"));

    /// <summary>Care contexts that were linked, and how many of them more than once.</summary>
    public async Task<(int Linked, int Twice)> TruthAsync()
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Address, "truth")));
        return (json.RootElement.GetProperty("linked").GetInt32(), json.RootElement.GetProperty("twice").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

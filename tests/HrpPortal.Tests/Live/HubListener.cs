using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Live;

/// <summary>A test with Microsoft's client from npm. Without its modules it is skipped with the reason; in CI, where tests/run installs them, it fails.</summary>
internal sealed class HubFactAttribute : FactAttribute
{
    public HubFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(HubListener.Folder, "node_modules")) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "npm ci in tests/peers/signalr was not run (tests/run does it).";
    }
}

/// <summary>Microsoft's SignalR client for JavaScript, in a process of its own.</summary>
internal sealed class HubListener : IDisposable
{
    private readonly Process _node;
    private readonly ConcurrentQueue<string> _lines = new();

    private HubListener(Process node)
    {
        _node = node;
        node.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text) _lines.Enqueue(text);
        };
        node.BeginOutputReadLine();
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers", "signalr");

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>What LinkChanged was called with: the id and the state, and nothing else.</summary>
    public IEnumerable<(Guid Id, string State)> Heard => _lines.Where(line => line.StartsWith("heard ", StringComparison.Ordinal)).Select(line =>
    {
        var arguments = JsonSerializer.Deserialize<string[]>(line["heard ".Length..])!;
        Assert.Equal(2, arguments.Length);
        return (Guid.Parse(arguments[0]), arguments[1]);
    });

    public static HubListener Start(Uri portal, string? cookie, Guid? request = null)
    {
        var start = new ProcessStartInfo("node", "client.mjs") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["PORTAL"] = portal.ToString().TrimEnd('/');
        start.Environment["COOKIE"] = cookie ?? "";
        start.Environment["REQUEST"] = request?.ToString() ?? "";
        start.Environment["NODE_NO_WARNINGS"] = "1";
        return new HubListener(Process.Start(start)!);
    }

    public Task SaysAsync(string line) => Eventually.TrueAsync(() => _lines.Contains(line), $"the listener did not say '{line}' but '{string.Join("', '", _lines)}'");

    public void Dispose()
    {
        _node.Kill(entireProcessTree: true);
        _node.WaitForExit();
        _node.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HrpPortal.Tests.Support;

namespace HrpPortal.Browser.Support;

/// <summary>The portal as a newcomer starts it, in a process of its own: <c>dotnet run --project src/HrpPortal</c>, on other ports and with a store of its own.</summary>
public sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string> _settings;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hrp_browser_{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _lastWords;
    private Process? _process;

    /// <param name="sandbox">One that outlives the portal and remembers every call; null: the one beside it, which dies with it.</param>
    public PortalProcess(Uri? sandbox = null)
    {
        var port = FreePort();
        Address = new Uri($"http://localhost:{port}");
        Sandbox = sandbox ?? new Uri($"http://127.0.0.1:{FreePort()}");
        _lastWords = sandbox is null ? "Stop with" : "Application started";
        _settings = new Dictionary<string, string>
        {
            ["Urls"] = $"http://localhost:{port}",
            ["ConnectionStrings__Portal"] = $"Data Source={Database}",
            ["Sandbox__Enabled"] = sandbox is null ? "true" : "false",
            ["Sandbox__Port"] = $"{Sandbox.Port}",
            ["Sandbox__StateFile"] = Path.Combine(_folder, "sandbox.json"),
            ["Gateway__BaseUrl"] = new Uri(Sandbox, "gateway").ToString(),
            ["Gateway__V3BaseUrl"] = new Uri(Sandbox, "api/hiecm").ToString(),
            ["Oidc__Authority"] = new Uri(Sandbox, "oidc").ToString(),
        };
    }

    public Uri Address { get; }

    public Uri Sandbox { get; }

    /// <summary>The SQLite file, for who looks into it from outside.</summary>
    public string Database => Path.Combine(_folder, "portal.db");

    /// <summary>All that it printed.</summary>
    public string Said => string.Join('\n', _lines);

    public PortalProcess With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    /// <summary>Starts it, the first time or again after <see cref="KillAsync"/>; ends when it says that it is ready.</summary>
    public async Task StartAsync()
    {
        Directory.CreateDirectory(_folder);
        // Built with the tests: --no-build only saves looking again.
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "--project", "src/HrpPortal"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Heard(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The portal ended before it was ready:\n{Said}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private void Heard(string? line, TaskCompletionSource ready)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        RunLog.Write(line);
        if (line.Contains(_lastWords, StringComparison.Ordinal)) ready.TrySetResult();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using HrpPortal.Data;
using HrpPortal.Demo;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>The portal as a process of its own, that can be killed; its clerk is the drill at the other end of a pipe.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    /// <summary>128 + SIGKILL: neither an exception nor an orderly end.</summary>
    private const int Killed = 137;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _replies = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _reading;

    private PortalProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError)).ContinueWith(
            _ => _replies.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public string Log => string.Join('\n', _log.TakeLast(30));

    private static string Program => Path.Combine(AppContext.BaseDirectory, "..", "..", "HrpPortal", new DirectoryInfo(AppContext.BaseDirectory).Name, "HrpPortal.dll");

    public static async Task<PortalProcess> StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.GetFullPath(Program)])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var portal = new PortalProcess(Process.Start(start)!);
        Assert.True(await portal.ReplyAsync() == "ready", $"The portal did not start:\n{portal.Log}");
        return portal;
    }

    public async Task ArmAsync(CrashPoint point, int passes) => Assert.Equal("armed", await SayAsync($"arm {point} {passes}"));

    /// <summary>What the clerk heard; null when the process died first.</summary>
    public async Task<string?> SayAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await ReplyAsync();
    }

    public async Task DiesAsync(string where)
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{where} was never reached.\n{Log}");
        }

        await _reading;
        Assert.True(_process.ExitCode == Killed, $"It ended with {_process.ExitCode} instead of being killed at {where}.\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task<string?> ReplyAsync()
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            return await _replies.Reader.ReadAsync(end.Token);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Drill.Mark, StringComparison.Ordinal)) _replies.Writer.TryWrite(line[Drill.Mark.Length..]);
            else
            {
                _log.Enqueue(line);
                RunLog.Write(line);
            }
        }
    }
}

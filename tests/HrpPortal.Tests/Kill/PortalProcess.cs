using System.Collections.Concurrent;
using System.Diagnostics;
using HrpPortal.Data;
using HrpPortal.Demo;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>The portal as a process of its own, that can be killed; its clerk is the drill at the other end of a pipe.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    /// <summary>128 + SIGKILL: neither an exception nor an orderly end.</summary>
    public const int Killed = 137;

    private const string Ready = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly bool _isUnderAnother;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> _replies = new();
    private readonly SemaphoreSlim _saying = new(1);
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _reading;
    private int _said;

    private PortalProcess(Process process, bool isUnderAnother)
    {
        (_process, _isUnderAnother) = (process, isUnderAnother);
        _replies[Ready] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = HearAsync();
    }

    /// <summary>The end of what it wrote, for whoever reads why a test failed.</summary>
    public string Log => string.Join('\n', _log.TakeLast(30));

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it ever wrote this.</summary>
    public bool Wrote(string text) => _log.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>How long it has lived.</summary>
    public Stopwatch Age { get; } = Stopwatch.StartNew();

    /// <summary>The copy whose libraries are compiled ahead (QuickPortal.targets); where there is none, the portal as it was built.</summary>
    private static string Program { get; } = ((string[])[
        Path.Combine(AppContext.BaseDirectory, "quick", "HrpPortal.dll"),
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "HrpPortal", new DirectoryInfo(AppContext.BaseDirectory).Name, "HrpPortal.dll")),
    ]).First(File.Exists);

    /// <param name="settings">The portal's settings, and variables of its environment.</param>
    /// <param name="under">A program, with its arguments, that is to run the portal; none when empty.</param>
    public static PortalProcess Launch(IReadOnlyDictionary<string, string?> settings, params string[] under)
    {
        string[] words = [.. under, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Program];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new PortalProcess(Process.Start(start)!, under.Length > 0);
    }

    /// <summary>Until it listens; false when it ended before.</summary>
    public async Task<bool> IsReadyAsync() => await _replies[Ready].Task.WaitAsync(Patience) is not null;

    public async Task ReadyAsync() => Assert.True(await IsReadyAsync(), $"The portal did not start:\n{Log}");

    public async Task ArmAsync(CrashPoint point, int passes) => Assert.Equal("armed", await SayAsync($"arm {point} {passes}"));

    /// <summary>What the clerk heard; null when the process died first.</summary>
    public async Task<string?> SayAsync(string command)
    {
        var number = Interlocked.Increment(ref _said).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var reply = _replies[number] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_reading.IsCompleted) return null;
        await _saying.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync($"{number} {command}");
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return null; // It died with the pipe.
        }
        finally
        {
            _saying.Release();
        }

        var heard = await reply.Task.WaitAsync(Patience);
        _replies.TryRemove(number, out _);
        return heard;
    }

    /// <summary>In good order, as a stopped service ends; also when another program runs it.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await EndsAsync("its input ended");
    }

    /// <summary>SIGKILL: it gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: _isUnderAnother);
        await _process.WaitForExitAsync();
        await _reading;
    }

    public async Task DiesAsync(string where)
    {
        await EndsAsync(where);
        Assert.True(_process.ExitCode == Killed, $"It ended with {_process.ExitCode} instead of being killed at {where}.\n{Log}");
    }

    /// <summary>Until it ends by itself; <paramref name="why"/> is what should have made it.</summary>
    public async Task EndsAsync(string why)
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not end: {why}.\n{Log}");
        }

        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _saying.Dispose();
    }

    private async Task HearAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        foreach (var reply in _replies.Values) reply.TrySetResult(null);
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Drill.Mark, StringComparison.Ordinal))
            {
                var (number, answer) = line[Drill.Mark.Length..].Split(' ', 2) is [var first, var rest] ? (first, rest) : (Ready, Ready);
                if (_replies.TryGetValue(number, out var reply)) reply.TrySetResult(answer);
            }
            else
            {
                _log.Enqueue(line);
                RunLog.Write(line);
            }
        }
    }
}

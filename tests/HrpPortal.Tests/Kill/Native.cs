using System.Diagnostics;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>Programs of the system that some kills need, and our own C, compiled when it is first wanted; nothing built is kept in the repository.</summary>
internal static class Native
{
    private static readonly Lazy<Task<string>> CompiledDisk = new(() => CompileAsync("disk"));

    /// <summary>tests/native/disk.c as a library to preload.</summary>
    public static Task<string> DiskAsync() => CompiledDisk.Value;

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs it to its end; what it printed, and how it ended.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private static async Task<string> CompileAsync(string name)
    {
        var source = Path.Combine(Repository.Root, "tests", "native", name + ".c");
        var library = Path.Combine(AppContext.BaseDirectory, "native", $"{name}.{Environment.ProcessId}.so");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        foreach (var old in Directory.GetFiles(Path.GetDirectoryName(library)!, name + ".*.so")) File.Delete(old);
        var (code, output) = await RunAsync("gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", library, source, "-ldl", "-lpthread");
        Assert.True(code == 0, output);
        return library;
    }
}

/// <summary>A test that compiles C and preloads it; skipped, with the reason, where that cannot be done.</summary>
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = OperatingSystem.IsLinux() && Native.Has("gcc") ? null : "gcc is not installed, or this is not Linux.";
}

/// <summary>A test that watches system calls; skipped, with the reason, where nobody may.</summary>
public sealed class TracedFactAttribute : FactAttribute
{
    public TracedFactAttribute()
    {
        if (!Native.Has("strace")) Skip = "strace is not installed.";
        else if (!MayTrace()) Skip = "This machine lets nobody watch another process's system calls (ptrace).";
    }

    private static bool MayTrace()
    {
        using var process = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

using System.Diagnostics;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Model;

/// <summary>The model checker: docs/model/link.pml → a C program → every state of the model, in a folder that goes with it.</summary>
internal static class Spin
{
    public static string Model { get; } = Path.Combine(Repository.Root, "docs", "model", "link.pml");

    /// <param name="world">Options of spin: which world, and which guard is taken out.</param>
    /// <param name="liveness">Also that every run ends; else assertions and dead ends only.</param>
    /// <param name="fast">Worth optimising: the run is long.</param>
    public static async Task<string> CheckAsync(string world, bool liveness, bool fast)
    {
        var folder = Directory.CreateTempSubdirectory("hrp-spin-").FullName;
        try
        {
            await RunAsync(folder, "spin", ["-a", .. world.Split(' ', StringSplitOptions.RemoveEmptyEntries), Model]);
            await RunAsync(folder, "gcc", ["-w", fast ? "-O2" : "-O0", "-DMEMLIM=2000", .. (string[])(liveness ? [] : ["-DSAFETY", "-DNOCLAIM"]), "-o", "pan", "pan.c"]);
            return await RunAsync(folder, Path.Combine(folder, "pan"), [.. (string[])(liveness ? ["-a"] : []), "-m100000", "-w24"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var all = await said + await errors;
        Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} ended with {process.ExitCode}:\n{all}");
        return all;
    }
}

/// <summary>A test that runs the model checker; skipped, with the reason, where it is not installed. In CI, where tests/run installs it, it fails.</summary>
internal sealed class SpinFactAttribute : FactAttribute
{
    public SpinFactAttribute() => Skip = Missing;

    internal static string? Missing { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || Array.TrueForAll(["spin", "gcc"], IsThere) ? null : "spin and gcc are not installed (tests/run does it).";

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>The same for a theory.</summary>
internal sealed class SpinTheoryAttribute : TheoryAttribute
{
    public SpinTheoryAttribute() => Skip = SpinFactAttribute.Missing;
}

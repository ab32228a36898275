using Xunit.Abstractions;

namespace HrpPortal.Tests.Support;

/// <summary>A figure that a test found and does not judge: into its own output, and where HRP_TEST_FIGURES names a file, into that too.</summary>
internal static class Figures
{
    private static readonly Lock Gate = new();

    public static void Say(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("HRP_TEST_FIGURES") is not { Length: > 0 } file) return;
        lock (Gate) File.AppendAllText(file, line + "\n");
    }

    /// <summary>The value below which this share of them lies.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}

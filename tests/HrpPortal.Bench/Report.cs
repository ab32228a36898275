using System.Globalization;

namespace HrpPortal.Bench;

/// <summary>Lines while it runs, one table at the end. Ratios are of one run on one machine; the bare figures are the machine's.</summary>
internal sealed class Report
{
    private readonly List<(string What, string Figure, string Aim)> _rows = [];

    public static void Say(string line) => Console.WriteLine($"  {line}");

    public void Add(string what, string figure, string aim) => _rows.Add((what, figure, aim));

    public void Print()
    {
        var (what, figure) = (_rows.Max(row => row.What.Length), _rows.Max(row => row.Figure.Length));
        Console.WriteLine();
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(IsDebug ? "DEBUG BUILD: figures mean little" : "Release")}");
        foreach (var row in _rows) Console.WriteLine($"| {row.What.PadRight(what)} | {row.Figure.PadLeft(figure)} | {row.Aim}");
    }

    public static string Number(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    private static bool IsDebug =>
#if DEBUG
        true;
#else
        false;
#endif
}

using System.Globalization;

namespace HrpPortal.Linking;

/// <summary>From a sending to ABDM's answer to it, over the last hour: half of the answers came within the first, 95 of 100 within the second.</summary>
public sealed record AnswerTimes(TimeSpan Half, TimeSpan Most, int Answers)
{
    private const int Fewest = 3;

    /// <summary>Null when there are too few to say anything.</summary>
    public static AnswerTimes? Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count < Fewest ? null : new AnswerTimes(Rank(sorted, 0.5), Rank(sorted, 0.95), sorted.Count);
    }

    /// <summary>For everybody.</summary>
    public string Says() => (Rough(Half), Rough(Most)) is var (half, most) && half == most
        ? $"ABDM answers {half}."
        : $"ABDM answers {half} as a rule, {most} at times.";

    /// <summary>For who wants to know.</summary>
    public string Exactly() =>
        $"In the last hour: {Answers} answers, half of them within {Seconds(Half)}, 95 of 100 within {Seconds(Most)}.";

    private static TimeSpan Rank(List<TimeSpan> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Rough(TimeSpan time) => time.TotalSeconds switch
    {
        < 1.5 => "within a second",
        < 90 => $"in {Math.Round(time.TotalSeconds):0} s",
        _ => $"in {Math.Round(time.TotalMinutes):0} min",
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}

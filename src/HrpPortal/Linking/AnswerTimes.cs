using HrpPortal.Ui;

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
        ? LinkWordsTexts.Answers.With(half)
        : LinkWordsTexts.AnswersAsARule.With(half, most);

    /// <summary>For who wants to know.</summary>
    public string Exactly() =>
        LinkWordsTexts.AnswersExactly.With(Answers, Seconds(Half), Seconds(Most));

    private static TimeSpan Rank(List<TimeSpan> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Rough(TimeSpan time) => time.TotalSeconds switch
    {
        < 1.5 => LinkWordsTexts.WithinASecond,
        < 90 => LinkWordsTexts.InSeconds.With(Math.Round(time.TotalSeconds)),
        _ => LinkWordsTexts.InMinutes.With(Math.Round(time.TotalMinutes)),
    };

    private static string Seconds(TimeSpan time) => LinkWordsTexts.Seconds.With(time.TotalSeconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
}

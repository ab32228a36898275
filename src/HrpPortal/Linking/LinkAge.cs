using HrpPortal.Ui;

namespace HrpPortal.Linking;

/// <summary>How long ago, or how long it took: two words that do not pretend to know seconds.</summary>
public static class LinkAge
{
    /// <summary>For the page's script, which lets ages grow without asking the portal.</summary>
    public static string Seconds => LinkListTexts.Seconds;

    public static string Minutes => LinkListTexts.Minutes;

    public static string Hours => LinkListTexts.Hours;

    public static string Days => LinkListTexts.Days;

    /// <param name="age">Since it was sent.</param>
    /// <param name="took">Until it was over; null while it is open.</param>
    public static string Of(TimeSpan age, TimeSpan? took) => took is { } ended ? LinkListTexts.Took.With(Words(ended)) : Words(age);

    public static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => Seconds.With(Math.Max(0, (int)time.TotalSeconds)),
        { TotalMinutes: < 60 } => Minutes.With((int)time.TotalMinutes),
        { TotalHours: < 48 } => Hours.With((int)time.TotalHours),
        _ => Days.With((int)time.TotalDays),
    };
}

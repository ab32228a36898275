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

    /// <summary>How long ABDM's answer took, where there is one; how long somebody has to wait already; nothing where nobody waits.</summary>
    public static string Of(LinkRow row, DateTime now) =>
        Waits(row) ? Words(now - row.CreatedAt)
        : row is { State: LinkState.Linked or LinkState.Refused, ClosedAt: { } closed } ? LinkListTexts.Took.With(closed - row.CreatedAt is { TotalSeconds: >= 1 } took ? Words(took) : LinkListTexts.UnderASecond)
        : LinkListTexts.Nothing;

    /// <summary>ABDM's answer is still to come, or a person's.</summary>
    public static bool Waits(LinkRow row) => row.State == LinkState.NeedsHuman || row.ClosedAt is null;

    public static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => Seconds.With(Math.Max(0, (int)time.TotalSeconds)),
        { TotalMinutes: < 60 } => Minutes.With((int)time.TotalMinutes),
        { TotalHours: < 48 } => Hours.With((int)time.TotalHours),
        _ => Days.With((int)time.TotalDays),
    };
}

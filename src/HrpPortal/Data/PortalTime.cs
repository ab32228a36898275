using System.Globalization;

namespace HrpPortal.Data;

/// <summary>UTC inside, India time on screen: never the browser's zone, never the machine's.</summary>
public sealed class PortalTime(TimeProvider clock, IConfiguration configuration)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Portal:TimeZone"] ?? "Asia/Kolkata");

    public DateOnly Today => DateOnly.FromDateTime(Local(clock.Utc()));

    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);

    /// <summary>Of whom the page is for. In English always three letters: some lists of months say "Sept".</summary>
    private static CultureInfo Months => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en" ? CultureInfo.InvariantCulture : CultureInfo.CurrentCulture;

    /// <summary>22-Nov-2026, 22-नव॰-2026: the one form that no language reads another way.</summary>
    public static string Day(DateOnly day) => day.ToString("dd-MMM-yyyy", Months);

    /// <summary>For texts that go to ABDM, which takes English letters only, whoever sends them in whichever language.</summary>
    public static string EnglishDay(DateOnly day) => day.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture);

    public string Day(DateTime utc) => Day(DateOnly.FromDateTime(Local(utc)));

    public string Moment(DateTime utc) => Local(utc).ToString("dd-MMM-yyyy HH:mm:ss", Months);

    /// <summary>The moment, in UTC, at which a day of India begins.</summary>
    public DateTime StartOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), _zone);

    public string Clock(DateTime utc) => Local(utc).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

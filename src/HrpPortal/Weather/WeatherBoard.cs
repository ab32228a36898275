using System.Globalization;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Ui;

namespace HrpPortal.Weather;

/// <summary>What people are told of the way to ABDM: one thing at most, the one that matters most.</summary>
public sealed class WeatherBoard(GatewayWeather gateway, FacilityDirectory facilities, LinkTraffic traffic, PortalTime time, TimeProvider clock)
{
    /// <summary>Live topic: what people are told may have changed.</summary>
    public const string Topic = "weather";

    /// <param name="mayMend">The records office and IT are told of what they alone can mend.</param>
    public WeatherNotice? Notice(bool mayMend)
    {
        var report = gateway.Worst.Report;
        if (report is { ClockIsOff: true, ClockSkew: { } skew }) return ClockOff(skew);
        if (gateway.Hosts.All(host => !host.IsAnswering) && report.NotAnsweringSince is { } since) return NotAnswering(since.UtcDateTime, report.NextTryAt?.UtcDateTime);
        if (report is { NotAnsweringSince: { } half } && HalfAway(half.UtcDateTime, report.NextTryAt?.UtcDateTime) is { } notice) return notice;
        return mayMend && traffic.Latest.Silence is { } silence ? NoAnswers(silence) : null;
    }

    private WeatherNotice ClockOff(TimeSpan skew) => new(
        (skew > TimeSpan.Zero ? WeatherTexts.ClockAhead : WeatherTexts.ClockBehind).With(Length(skew.Duration())),
        Waiting() + WeatherTexts.ClockNext);

    private WeatherNotice NotAnswering(DateTime since, DateTime? next)
    {
        // What tries next is the first request that is due; where none waits the portal looks by itself.
        var waits = traffic.Latest.Waiting > 0;
        var nextTry = waits && traffic.Latest.NextAttemptAt is { } due && !(due < next) ? due : next;
        var words = nextTry is { } at && at > clock.Utc() ? WeatherTexts.NextTry.With(time.Clock(at)) : waits ? WeatherTexts.TryingNow : WeatherTexts.LooksAgain;
        return new WeatherNotice(WeatherTexts.NotAnswering.With(Since(since)), Waiting() + words);
    }

    /// <summary>v0.5 and v3 have hosts of their own, and one is away: only who speaks with it need know.</summary>
    private WeatherNotice? HalfAway(DateTime since, DateTime? next)
    {
        var names = facilities.All.Where(facility => !gateway.Of(facility.Dialect).IsAnswering).Select(facility => facility.Name).ToList();
        if (names.Count == 0) return null;
        return new WeatherNotice(
            WeatherTexts.HalfAway.With(Since(since), string.Join(", ", names)),
            next is { } at && at > clock.Utc() ? WeatherTexts.NextTry.With(time.Clock(at)) : WeatherTexts.LooksAgain);
    }

    private WeatherNotice NoAnswers(Silence silence) => new(
        WeatherTexts.NoAnswers.With(silence.Sent, Since(silence.Since)),
        WeatherTexts.NoAnswersNext);

    private string Waiting() => traffic.Latest.Waiting switch
    {
        0 => "",
        var many => Phrase.Count(many, WeatherTexts.OneWaits, WeatherTexts.ManyWait) + " ",
    };

    /// <summary>10:31, and the day when it is not today.</summary>
    private string Since(DateTime utc)
    {
        var local = time.Local(utc);
        var minute = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return DateOnly.FromDateTime(local) == time.Today ? minute : $"{time.Day(utc)} {minute}";
    }

    private static string Length(TimeSpan span) => span.TotalMinutes switch
    {
        < 2 => WeatherTexts.Seconds.With(Math.Round(span.TotalSeconds)),
        < 120 => WeatherTexts.Minutes.With(Math.Round(span.TotalMinutes)),
        _ => WeatherTexts.Hours.With(Math.Round(span.TotalHours)),
    };
}

/// <param name="Says">What is the matter, and stays so: screen readers are told when it comes.</param>
/// <param name="More">What changes while it lasts.</param>
public sealed record WeatherNotice(string Says, string More);

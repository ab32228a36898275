using System.Globalization;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;

namespace HrpPortal.Weather;

/// <summary>What people are told of the way to ABDM: one thing at most, the one that matters most.</summary>
public sealed class WeatherBoard(GatewayWeather gateway, LinkTraffic traffic, PortalTime time, TimeProvider clock)
{
    /// <summary>Live topic: what people are told may have changed.</summary>
    public const string Topic = "weather";

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-IN");

    /// <param name="mayMend">The records office and IT are told of what they alone can mend.</param>
    public WeatherNotice? Notice(bool mayMend)
    {
        var report = gateway.Report;
        if (report is { ClockIsOff: true, ClockSkew: { } skew }) return ClockOff(skew);
        if (report.NotAnsweringSince is { } since) return NotAnswering(since.UtcDateTime, report.NextTryAt?.UtcDateTime);
        return mayMend && traffic.Latest.Silence is { } silence ? NoAnswers(silence) : null;
    }

    private WeatherNotice ClockOff(TimeSpan skew) => new(
        $"The portal's clock is {Length(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} ABDM's: sending is stopped. You can go on: requests are kept and sent later.",
        $"{Waiting()}IT sets the server's clock right; sending then goes on by itself.");

    private WeatherNotice NotAnswering(DateTime since, DateTime? next)
    {
        // What tries next is the first request that is due; where none waits the portal looks by itself.
        var waits = traffic.Latest.Waiting > 0;
        var nextTry = waits && traffic.Latest.NextAttemptAt is { } due && !(due < next) ? due : next;
        var words = nextTry is { } at && at > clock.Utc() ? $"Next try at {time.Clock(at)}." : waits ? "Trying again now." : "The portal looks again by itself.";
        return new WeatherNotice($"ABDM is not answering since {Since(since)}. You can go on: requests are kept and sent later.", Waiting() + words);
    }

    private WeatherNotice NoAnswers(Silence silence) => new(
        $"ABDM took {silence.Sent} requests since {Since(silence.Since)} and answered none of them.",
        "Perhaps its answers do not reach this portal: IT checks the callback address that is registered with ABDM. An answer that comes late still counts.");

    private string Waiting() => traffic.Latest.Waiting switch
    {
        0 => "",
        1 => "1 request waits. ",
        var many => $"{many} requests wait. ",
    };

    /// <summary>10:31, and the day when it is not today.</summary>
    private string Since(DateTime utc)
    {
        var local = time.Local(utc);
        return local.ToString(DateOnly.FromDateTime(local) == time.Today ? "HH:mm" : "dd-MMM-yyyy HH:mm", English);
    }

    private static string Length(TimeSpan span) => span.TotalMinutes switch
    {
        < 2 => $"{span.TotalSeconds:0} s",
        < 120 => $"{span.TotalMinutes:0} min",
        _ => $"{span.TotalHours:0} h",
    };
}

/// <param name="Says">What is the matter, and stays so: screen readers are told when it comes.</param>
/// <param name="More">What changes while it lasts.</param>
public sealed record WeatherNotice(string Says, string More);

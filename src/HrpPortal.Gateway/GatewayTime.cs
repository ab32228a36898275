using System.Globalization;

namespace HrpPortal.Gateway;

/// <summary>
/// The gateway's times. We write UTC with milliseconds and Z: it parses an offset and throws it away, so a local time would fall out
/// of its window of −1 to +9 minutes (protocol §2). It writes Java's LocalDateTime: no Z, 0 to 9 fraction digits, seconds left out
/// when they are zero. Both are read here.
/// </summary>
public static class GatewayTime
{
    /// <summary>E.g. <c>2022-06-07T03:34:56.173Z</c>, in UTC whatever the offset given.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a gateway time as UTC. A time without zone is UTC; a stated offset is honoured. Never throws.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        var rest = text.AsSpan().Trim();
        if (!Date(ref rest, out var year, out var month, out var day) || !Clock(ref rest, out var ofDay) || !Offset(rest, out var offset))
            return false;
        if (year is < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        // Near year 0001 or 9999 an offset would leave the range of DateTime: stay at its end.
        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks + ofDay.Ticks - offset.Ticks;
        time = new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        return true;
    }

    private static bool Date(ref ReadOnlySpan<char> rest, out int year, out int month, out int day)
    {
        month = day = 0;
        return Number(ref rest, 4, out year) && Take(ref rest, '-') && Number(ref rest, 2, out month)
            && Take(ref rest, '-') && Number(ref rest, 2, out day);
    }

    private static bool Clock(ref ReadOnlySpan<char> rest, out TimeSpan ofDay)
    {
        ofDay = default;
        if (!Take(ref rest, 'T') && !Take(ref rest, 't') && !Take(ref rest, ' '))
            return false;
        if (!Number(ref rest, 2, out var hour) || !Take(ref rest, ':') || !Number(ref rest, 2, out var minute) || hour > 23 || minute > 59)
            return false;
        var second = 0;
        if (Take(ref rest, ':') && (!Number(ref rest, 2, out second) || second > 60))
            return false;
        long ticks = 0;
        if ((Take(ref rest, '.') || Take(ref rest, ',')) && !Fraction(ref rest, out ticks))
            return false;

        // A leap second is taken as the last second of its minute.
        ofDay = new TimeSpan(hour, minute, Math.Min(second, 59)) + TimeSpan.FromTicks(ticks);
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
            ticks = digits < 7 ? (ticks * 10) + (rest[digits] - '0') : ticks;
        for (var i = digits; i < 7; i++)
            ticks *= 10;
        rest = rest[digits..];
        return digits <= 9;
    }

    private static bool Offset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = default;
        if (rest.IsEmpty || rest is "Z" or "z")
            return true;
        var negative = Take(ref rest, '-');
        if ((!negative && !Take(ref rest, '+')) || !Number(ref rest, 2, out var hours) || hours > 18)
            return false;
        Take(ref rest, ':');
        var minutes = 0;
        if (!rest.IsEmpty && (!Number(ref rest, 2, out minutes) || minutes > 59 || !rest.IsEmpty))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (negative ? -1 : 1);
        return true;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
            return false;
        rest = rest[1..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits)
            return false;
        foreach (var digit in rest[..digits])
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = (number * 10) + (digit - '0');
        }

        rest = rest[digits..];
        return true;
    }
}

using HrpPortal.Gateway;
using HrpPortal.Patients;

namespace HrpPortal.LinkingTokens;

/// <summary>A profile of ABDM's as if it had been scanned from a card, so that one rule compares both.</summary>
internal static class ProfileCard
{
    public static AbhaCard Of(CallbackPatient profile) => new(
        Identifier(profile, "NUMBER", 14), profile.Id, profile.Name, Sex(profile.Gender), Birth(profile), profile.YearOfBirth, Identifier(profile, "MOBILE", 10));

    private static Gender? Sex(string? said) => Enum.TryParse<Gender>(said, ignoreCase: true, out var gender) && Enum.IsDefined(gender) ? gender : null;

    private static DateOnly? Birth(CallbackPatient profile)
    {
        if (profile is not { YearOfBirth: >= 1 and <= 9999 and { } year, MonthOfBirth: >= 1 and <= 12 and { } month, DayOfBirth: >= 1 and { } day }) return null;
        return day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <summary>The last digits: +91-98… and 98… are one number. Types are free text (protocol, 4.3).</summary>
    private static string? Identifier(CallbackPatient profile, string type, int digits)
    {
        var said = profile.Identifiers.FirstOrDefault(one => one.Type?.Contains(type, StringComparison.OrdinalIgnoreCase) == true)?.Value;
        var number = string.Concat((said ?? "").Where(char.IsAsciiDigit));
        return number.Length >= digits ? number[^digits..] : null;
    }
}

using System.Globalization;
using System.Security.Cryptography;

namespace HrpPortal.Linking;

/// <summary>The reference that people read out and type: L, year, month letter, day, and five letters without look-alikes.</summary>
public static class LinkReference
{
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string New(DateOnly today) => string.Create(CultureInfo.InvariantCulture,
        $"L-{today:yy}{(char)('A' + today.Month - 1)}{today:dd}-{RandomNumberGenerator.GetString(Letters, 5)}");
}

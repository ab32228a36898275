using System.Globalization;
using System.Security.Cryptography;

namespace HrpPortal.Linking;

/// <summary>The reference that people read out and type: L, year, month letter, day (UTC), and five letters without look-alikes.</summary>
public static class LinkReference
{
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string New(DateTime now) => string.Create(CultureInfo.InvariantCulture,
        $"L-{now:yy}{(char)('A' + now.Month - 1)}{now:dd}-{RandomNumberGenerator.GetString(Letters, 5)}");
}

namespace HrpPortal.Tests.Patients;

/// <summary>
/// What a keyboard under an InScript layout types, key by key: the standard's table by Unicode numbers, written down here a
/// second time so that the portal's own table is held against something.
/// </summary>
internal static class InScript
{
    private const string Keys = "qwertyuiop[]asdfghjkl;'zxcvbnm/QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>@_";

    private static readonly int[] Codes =
    [
        0x4C, 0x48, 0x3E, 0x40, 0x42, 0x2C, 0x39, 0x17, 0x26, 0x1C, 0x21, 0x3C, 0x4B, 0x47, 0x4D, 0x3F, 0x41, 0x2A, 0x30, 0x15, 0x24, 0x1A, 0x1F, 0x46, 0x02, 0x2E, 0x28, 0x35, 0x32, 0x38, 0x2F,
        0x14, 0x10, 0x06, 0x08, 0x0A, 0x2D, 0x19, 0x18, 0x27, 0x1D, 0x22, 0x1E, 0x13, 0x0F, 0x05, 0x07, 0x09, 0x2B, 0x31, 0x16, 0x25, 0x1B, 0x20, 0x0E, 0x01, 0x23, 0x29, 0x34, 0x33, 0x36, 0x37, 0x64, 0x45, 0x03,
    ];

    /// <summary>Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam.</summary>
    public static int[] Scripts { get; } = [0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00];

    /// <summary>Null where the script has no such letter: its layout has something else on that key.</summary>
    public static string? Type(string text, int script)
    {
        var typed = new System.Text.StringBuilder();
        foreach (var letter in text)
        {
            var at = Keys.IndexOf(letter, StringComparison.Ordinal);
            if (char.IsAsciiDigit(letter) && script != 0x0900) typed.Append((char)(script + 0x66 + (letter - '0')));
            else if (at < 0) typed.Append(letter);
            else if (Codes[at] == 0x64) typed.Append('।');

            else if (System.Globalization.CharUnicodeInfo.GetUnicodeCategory((char)(script + Codes[at])) == System.Globalization.UnicodeCategory.OtherNotAssigned) return null;
            else typed.Append((char)(script + Codes[at]));
        }

        return typed.ToString();
    }
}

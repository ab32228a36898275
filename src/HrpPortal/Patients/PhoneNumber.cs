namespace HrpPortal.Patients;

/// <summary>An Indian mobile number: ten digits, with +91, 91 or 0 before it or not.</summary>
internal static class PhoneNumber
{
    /// <summary>The ten digits; null when it is no such number.</summary>
    public static string? Of(string text)
    {
        if (!IsWritten(text)) return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length switch
        {
            10 => digits,
            11 when digits[0] == '0' => digits[1..],
            12 when digits.StartsWith("91", StringComparison.Ordinal) => digits[2..],
            _ => null,
        };
    }

    /// <summary>Nothing but digits and what people put between them.</summary>
    public static bool IsWritten(string text) => text.All(letter => char.IsAsciiDigit(letter) || "+- ()".Contains(letter));
}

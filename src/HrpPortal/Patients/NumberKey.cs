namespace HrpPortal.Patients;

/// <summary>A hospital number as the search compares it: <c>SH-000123</c> is sh000123, and 123 is its end.</summary>
internal static class NumberKey
{
    public static string Of(string number) => string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The last digits without their leading zeros: who reads a number aloud says those.</summary>
    public static string? EndOf(string number)
    {
        var end = number.AsSpan().TrimEnd("-/_ ");
        var begin = end.Length;
        while (begin > 0 && char.IsAsciiDigit(end[begin - 1])) begin--;
        var digits = end[begin..].TrimStart('0');
        return begin == end.Length ? null : digits.Length == 0 ? "0" : digits.ToString();
    }
}

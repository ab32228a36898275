using System.Text.RegularExpressions;

namespace HrpPortal.Patients;

/// <summary>
/// A PHR (ABHA) address such as <c>asha.rao@sbx</c>. The text after @ is the consent manager's id (X-CM-ID). ABDM's stricter
/// rules for new addresses are not asked here: older addresses break them and are valid.
/// </summary>
public static partial class PhrAddress
{
    public static bool IsValid(string? address) => address is not null && Shape().IsMatch(address);

    /// <summary>Addresses are compared without case, and kept as they were given.</summary>
    public static string Key(string address) => address.Trim().ToLowerInvariant();

    public static string CmId(string address) => Key(address)[(address.Trim().IndexOf('@', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.]+[a-zA-Z0-9]@(abdm|sbx)$")]
    private static partial Regex Shape();
}

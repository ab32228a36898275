namespace HrpPortal.Office;

/// <summary>Enough to recognise by who knows it, too little to use by who does not.</summary>
public static class Mask
{
    private const string Dots = "••••";

    /// <summary>asha.rao@sbx: as••••@sbx.</summary>
    public static string Address(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? $"{First(address)}{Dots}" : $"{First(address[..at])}{Dots}{address[at..]}";
    }

    /// <summary>9840012345: 98••••45.</summary>
    public static string? Phone(string? phone) => phone is null ? null : phone.Length < 6 ? Dots : $"{phone[..2]}{Dots}{phone[^2..]}";

    private static string First(string name) => name.Length <= 3 ? "" : name[..2];
}

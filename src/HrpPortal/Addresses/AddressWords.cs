using HrpPortal.Patients;

namespace HrpPortal.Addresses;

/// <summary>The comparison in words and signs; a colour is never the only sign of it.</summary>
public static class AddressWords
{
    public static string Of(ComparedDetail detail) => detail switch
    {
        ComparedDetail.Name => AddressesTexts.Name,
        ComparedDetail.Sex => AddressesTexts.Sex,
        ComparedDetail.Birth => AddressesTexts.Birth,
        _ => AddressesTexts.Mobile,
    };

    public static string Of(Likeness likeness) => likeness switch
    {
        Likeness.Same => AddressesTexts.Same,
        Likeness.Close => AddressesTexts.Close,
        Likeness.Differs => AddressesTexts.Differs,
        _ => AddressesTexts.Unknown,
    };

    public static string Sign(Likeness likeness) => likeness switch
    {
        Likeness.Same => "✓",
        Likeness.Close => "≈",
        Likeness.Differs => "✗",
        _ => "–",
    };

    /// <summary>Enough to compare with the one who stands there, too little to call.</summary>
    public static string Mobile(string? mobile) => mobile is { Length: > 4 } ? $"{mobile[..2]}{new string('•', mobile.Length - 4)}{mobile[^2..]}" : "–";
}

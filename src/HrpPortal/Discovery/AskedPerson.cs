using HrpPortal.Gateway;
using HrpPortal.Patients;

namespace HrpPortal.Discovery;

/// <summary>Who asks, as ABDM says and answers for, in the spelling of our files; and what he typed himself.</summary>
/// <param name="Mobile">Ten digits.</param>
/// <param name="AbhaNumber">Fourteen digits.</param>
/// <param name="TypedNumbers">Hospital numbers that he believes to be his.</param>
public sealed record AskedPerson(
    string Address, string Name, Gender Gender, int YearOfBirth, string? Mobile, string? AbhaNumber, IReadOnlyList<string> TypedNumbers)
{
    private static readonly string[] Numbers = [MatchedBy.HealthNumber, MatchedBy.AbhaNumber, "HEALTH_NUMBER", "ABHANUMBER"];

    public string AddressKey => PhrAddress.Key(Address);

    /// <summary>Null when too little is said to know anybody by, or what is said cannot be (protocol, 6: the required members).</summary>
    public static AskedPerson? Of(DiscoverPatient? patient)
    {
        if (patient is not { Id: { } address, Name: { } name, YearOfBirth: { } year } || patient.Verified.Count == 0) return null;
        if (!PhrAddress.IsValid(address.Trim()) || string.IsNullOrWhiteSpace(name) || year is < 1850 or > 2200) return null;
        if (GenderOf(patient.Gender) is not { } gender) return null;
        return new AskedPerson(
            address.Trim(), name.Trim(), gender, year, First(patient.Verified, [MatchedBy.Mobile]) is { } mobile ? PhoneNumber.Of(mobile) : null,
            First(patient.Verified, Numbers) is { } number && Digits(number) is { Length: 14 } digits ? digits : null,
            [.. patient.Unverified.Where(one => Is(one, MatchedBy.MedicalRecord)).Select(one => one.Value?.Trim()).OfType<string>().Where(one => one.Length > 0)]);
    }

    /// <summary>v3 knows two more; our files know them as other.</summary>
    private static Gender? GenderOf(string? said) => said?.Trim().ToUpperInvariant() switch
    {
        "M" or "MALE" => Gender.M,
        "F" or "FEMALE" => Gender.F,
        "O" or "D" or "T" => Gender.O,
        "U" => Gender.U,
        _ => null,
    };

    private static string? First(IReadOnlyList<CallbackIdentifier> identifiers, string[] types) =>
        identifiers.FirstOrDefault(one => types.Any(type => Is(one, type)))?.Value;

    private static bool Is(CallbackIdentifier identifier, string type) => string.Equals(identifier.Type, type, StringComparison.OrdinalIgnoreCase);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}

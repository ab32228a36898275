using HrpPortal.Gateway;
using HrpPortal.Patients;

namespace HrpPortal.Discovery;

/// <summary>Which file is the one of the person who asks: exactly one, or none.</summary>
public abstract record Match
{
    public sealed record Nobody : Match;

    /// <param name="By">Of <see cref="MatchedBy"/>, in the spelling of v0.5.</param>
    public sealed record One(Patient Patient, IReadOnlyList<string> By) : Match;

    /// <summary>Each of these might be his. Nothing is shown: the other one's records would be somebody else's.</summary>
    public sealed record Several(IReadOnlyList<Patient> Patients) : Match;
}

/// <summary>
/// The rule as a pure function (protocol, 9; contract, care-contexts/discover). One of the identifiers that ABDM checked must be the
/// file's, AND the name, the sex and the year of birth must fit; a file with another ABHA number or address is another person's, who
/// may well have the same phone. Files with the ABHA itself are asked before those with only the mobile.
/// </summary>
public static class MatchRule
{
    public static Match Of(AskedPerson asked, IEnumerable<Patient> candidates, DiscoveryOptions options)
    {
        var fit = candidates.DistinctBy(patient => patient.Id).Where(patient => Fits(asked, patient, options)).ToList();
        var byAbha = fit.Where(patient => HasNumber(asked, patient) || HasAddress(asked, patient)).ToList();
        var found = byAbha.Count > 0 || !options.ByMobile ? byAbha : fit.Where(patient => HasMobile(asked, patient)).ToList();
        return found switch
        {
            [] => new Match.Nobody(),
            [var one] => new Match.One(one, By(asked, one, options)),
            _ => new Match.Several(found),
        };
    }

    private static bool Fits(AskedPerson asked, Patient patient, DiscoveryOptions options) =>
        patient.Gender == asked.Gender
        && Math.Abs(patient.BirthDate.Year - asked.YearOfBirth) <= options.YearsApart
        && NameMatch.Of(patient.Name, asked.Name) is var name && (name is Likeness.Same || (name is Likeness.Close && options.NamesMaySoundAlike))
        && !IsSomebodyElses(asked, patient)
        && (!options.TypedNumberMustMatch || asked.TypedNumbers.Count == 0 || HasTypedNumber(asked, patient));

    /// <summary>Another ABHA number; or another address, unless the number says that both are of one person.</summary>
    private static bool IsSomebodyElses(AskedPerson asked, Patient patient)
    {
        if (HasNumber(asked, patient)) return false;
        if (asked.AbhaNumber is not null && patient.AbhaNumber is not null) return true;
        return patient.AddressKey is not null && !HasAddress(asked, patient);
    }

    private static IReadOnlyList<string> By(AskedPerson asked, Patient patient, DiscoveryOptions options)
    {
        List<string> by = [];
        if (HasAddress(asked, patient)) by.Add(MatchedBy.HealthId);
        if (HasNumber(asked, patient)) by.Add(MatchedBy.HealthNumber);
        if (HasMobile(asked, patient)) by.Add(MatchedBy.Mobile);
        if (options.TypedNumberMustMatch && HasTypedNumber(asked, patient)) by.Add(MatchedBy.MedicalRecord);
        return by;
    }

    private static bool HasNumber(AskedPerson asked, Patient patient) => asked.AbhaNumber is { } number && patient.AbhaNumber == number;

    private static bool HasAddress(AskedPerson asked, Patient patient) => patient.AddressKey == asked.AddressKey;

    private static bool HasMobile(AskedPerson asked, Patient patient) => asked.Mobile is { } mobile && patient.Mobile == mobile;

    private static bool HasTypedNumber(AskedPerson asked, Patient patient) =>
        asked.TypedNumbers.Any(typed => NumberKey.Of(typed) is { Length: > 0 } key && key == patient.NumberKey);
}

namespace HrpPortal.Patients;

/// <summary>Patients by numbers, phones and addresses: each an index, each asked by itself.</summary>
internal static class KeySearch
{
    private const string Last = "\U0010FFFF";

    /// <summary>What was given whole.</summary>
    public static IQueryable<Patient>? Exact(IQueryable<Patient> patients, SearchText text) => Together(
        text.Number is { Length: > 0 } number ? patients.Where(patient => patient.NumberKey == number) : null,
        text.Phone is { } phone ? patients.Where(patient => patient.Mobile == phone) : null,
        text.AbhaNumber is { } abha ? patients.Where(patient => patient.AbhaNumber == abha) : null,
        text.Address is { } address ? AtAddress(patients, address) : null);

    /// <summary>What is typed as far as this, or the end of a number or phone.</summary>
    public static IQueryable<Patient>? Begun(IQueryable<Patient> patients, SearchText text) => Together(
        text.Number is { Length: > 1 } number ? Beginning(patients, number) : null,
        text.Number is { Length: > 0 } ending && NumberKey.EndOf(ending) is { } end && (text.Digits is not null || end.Length > 2) ? patients.Where(patient => patient.NumberEnd == end) : null,
        text.Digits is { Length: 4 } four ? patients.Where(patient => patient.MobileEnd == four) : null,
        text.Digits is { Length: > 4 and < 10 } digits ? MobileBeginning(patients, digits) : null,
        text.Address is { Length: > 2 } address ? AddressBeginning(patients, address) : null);

    /// <summary>The digits typed beside a name: the end of the phone or of the number.</summary>
    public static IQueryable<Patient> Ending(IQueryable<Patient> patients, string digits)
    {
        var end = NumberKey.EndOf(digits);
        return Together(
            patients.Where(patient => patient.NumberEnd == end),
            digits.Length == 4 ? patients.Where(patient => patient.MobileEnd == digits) : null,
            digits.Length == 10 ? patients.Where(patient => patient.Mobile == digits) : null)!;
    }

    /// <summary>With the domain or without it.</summary>
    public static IQueryable<Patient> AtAddress(IQueryable<Patient> patients, string address)
    {
        if (address.Contains('@', StringComparison.Ordinal)) return patients.Where(patient => patient.AddressKey == address);
        var (abdm, sandbox) = (address + "@abdm", address + "@sbx");
        return patients.Where(patient => patient.AddressKey == abdm || patient.AddressKey == sandbox);
    }

#pragma warning disable CA1309 // It becomes SQL; the columns are compared by bytes.
    private static IQueryable<Patient> Beginning(IQueryable<Patient> patients, string number)
    {
        var end = number + Last;
        return patients.Where(patient => string.Compare(patient.NumberKey, number) >= 0 && string.Compare(patient.NumberKey, end) < 0);
    }

    private static IQueryable<Patient> MobileBeginning(IQueryable<Patient> patients, string digits)
    {
        // Ten digits each: the first and the last number that begin so.
        var (first, last) = (digits.PadRight(10, '0'), digits.PadRight(10, '9'));
        return patients.Where(patient => string.Compare(patient.Mobile, first) >= 0 && string.Compare(patient.Mobile, last) <= 0);
    }

    private static IQueryable<Patient> AddressBeginning(IQueryable<Patient> patients, string address)
    {
        var end = address + Last;
        return patients.Where(patient => string.Compare(patient.AddressKey, address) >= 0 && string.Compare(patient.AddressKey, end) < 0);
    }
#pragma warning restore CA1309

    private static IQueryable<Patient>? Together(params IEnumerable<IQueryable<Patient>?> queries) =>
        queries.OfType<IQueryable<Patient>>().ToList() is { Count: > 0 } some ? some.Aggregate(Queryable.Concat) : null;
}

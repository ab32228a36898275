using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>
/// Patients by the words of their name, in any order. The word that the fewest patients have leads through an index; the others
/// are looked for in the name that lies beside it there. Nothing typed becomes a pattern: a per cent sign is a per cent sign.
/// </summary>
internal static class NameSearch
{
    /// <summary>Who types so little that it is a part of more different words than this must type more.</summary>
    private const int MostWords = 1500;

    /// <summary>Greater than every text that begins so.</summary>
    private const string Last = "\U0010FFFF";

    /// <summary>Every typed word begins a word of the name.</summary>
    public static IQueryable<Patient> Beginning(IQueryable<Patient> patients, IReadOnlyList<string> typed, NameWords known)
    {
        var lead = typed.MinBy(known.PatientsWith)!;
        var end = lead + Last;
        var rest = typed.Where(word => word != lead).Aggregate(patients, (some, word) => WithBeginning(some, word));
#pragma warning disable CA1309 // It becomes SQL; the columns are compared by bytes.
        return ByAnyWord(column => rest.Where(patient =>
            string.Compare(EF.Property<string>(patient, column), lead) >= 0 && string.Compare(EF.Property<string>(patient, column), end) < 0));
#pragma warning restore CA1309
    }

    /// <summary>Every typed word is a part of the name. Null: they are parts of too many names.</summary>
    public static IQueryable<Patient>? Containing(IQueryable<Patient> patients, IReadOnlyList<string> typed, NameWords known)
    {
        var sets = typed.Where(word => word.Length > 1).ToDictionary(word => word, known.Containing);
        if (sets.Count == 0) return patients.Where(_ => false);
        var (lead, set) = sets.MinBy(one => one.Value.Patients);
        if (set.Words.Count > MostWords) return null;
        var rest = typed.Where(word => word != lead)
            .Aggregate(patients, (some, word) => word.Length > 1 ? some.Where(patient => patient.NameKey.Contains(word)) : WithBeginning(some, word));
        return ByAnyWord(column => WithOneOf(rest, column, set.Words));
    }

    /// <summary>Every typed word sounds like a word of the name. Null: like words of too many.</summary>
    public static IQueryable<Patient>? SoundingLike(IQueryable<Patient> patients, IReadOnlyList<string> typed, NameWords known)
    {
        var sets = typed.Where(word => word.Length > 2).ToDictionary(word => word, known.SoundingLike);
        if (sets.Count == 0) return patients.Where(_ => false);
        var (lead, set) = sets.MinBy(one => one.Value.Patients);
        if (sets.Values.Any(one => one.Words.Count > MostWords)) return null;
        var rest = typed.Where(word => word != lead).Aggregate(patients, (some, word) => sets.TryGetValue(word, out var others) ? WithAny(some, others.Words) : WithBeginning(some, word));
        return ByAnyWord(column => WithOneOf(rest, column, set.Words));
    }

    private static IQueryable<Patient> ByAnyWord(Func<string, IQueryable<Patient>> by) => PatientData.Words.Select(by).Aggregate(Queryable.Concat);

    private static IQueryable<Patient> WithBeginning(IQueryable<Patient> patients, string word)
    {
        var beginning = " " + word;
        return patients.Where(patient => patient.NameKey.Contains(beginning));
    }

    private static IQueryable<Patient> WithOneOf(IQueryable<Patient> patients, string column, IReadOnlyList<string> words) =>
        patients.Where(patient => EF.Parameter(words).Contains(EF.Property<string>(patient, column)));

    private static IQueryable<Patient> WithAny(IQueryable<Patient> patients, IReadOnlyList<string> words) => patients.Where(patient =>
        EF.Parameter(words).Contains(patient.Word1) || EF.Parameter(words).Contains(patient.Word2) || EF.Parameter(words).Contains(patient.Word3)
        || EF.Parameter(words).Contains(patient.Word4) || EF.Parameter(words).Contains(patient.Word5) || EF.Parameter(words).Contains(patient.Word6));
}

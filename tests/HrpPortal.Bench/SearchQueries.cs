using HrpPortal.Patients;

namespace HrpPortal.Bench;

/// <summary>What clerks type for patients who are there.</summary>
internal static class SearchQueries
{
    public static IEnumerable<(string Kind, IReadOnlyList<string> Texts)> Of(IndianPeople people, int count)
    {
        var some = Enumerable.Range(0, count).Select(one => people.Number((int)(one * 999_983L % people.Count))).ToList();
        yield return ("hospital number", Each(patient => patient.Number));
        yield return ("end of the hospital number", Each(patient => patient.Number[4..].TrimStart('0') is { Length: > 0 } end ? end : "0"));
        yield return ("phone", Each(patient => "+91 " + patient.Mobile));
        yield return ("ABHA number", Each(patient => $"{patient.AbhaNumber![..2]}-{patient.AbhaNumber[2..6]}-{patient.AbhaNumber[6..10]}-{patient.AbhaNumber[10..]}"));
        yield return ("PHR address", Each(patient => patient.PhrAddress!));
        yield return ("scanned card", Each(patient => $$"""{"hidn":"{{patient.AbhaNumber}}","phr":"{{patient.PhrAddress}}","name":"{{patient.Name}}","gender":"F","dob":"1-1-1980"}"""));
        yield return ("beginning of a name, 3 letters", Each(patient => Longest(patient)[..3]));
        yield return ("beginnings of two names", Each(patient => string.Join(' ', Words(patient).Reverse().Select(word => word[..Math.Min(4, word.Length)]))));
        yield return ("whole name, family name first", Each(patient => string.Join(' ', Words(patient).Reverse())));
        yield return ("part of a name", Each(patient => Longest(patient)[1..Math.Min(6, Longest(patient).Length)]));
        yield return ("parts of two names", Each(patient => string.Join(' ', Words(patient).Select(word => word.Length > 3 ? word[1..Math.Min(5, word.Length)] : word))));
        yield return ("name and last four of the phone", Each(patient => $"{Words(patient)[0]} {patient.Mobile![^4..]}"));
        yield return ("name and year of birth", Each(patient => $"{string.Join(' ', Words(patient))} {patient.BirthDate.Year}"));
        yield return ("sound-alike, two names misspelled", Each(patient => string.Join(' ', Words(patient).Select(Misspelled))));
        yield return ("sound-alike, one name misspelled", Each(patient => Misspelled(Longest(patient))));

        IReadOnlyList<string> Each(Func<Patient, string> text) => [.. some.Select(text)];
    }

    private static string[] Words(Patient patient) => [.. patient.Name.ToLowerInvariant().Split(' ').Where(word => word.Length > 1)];

    private static string Longest(Patient patient) => Words(patient).MaxBy(word => word.Length)!;

    private static string Misspelled(string word)
    {
        var other = word.Replace("sh", "s", StringComparison.Ordinal).Replace("v", "w", StringComparison.Ordinal).Replace("ee", "i", StringComparison.Ordinal).Replace("th", "t", StringComparison.Ordinal);
        return other == word && word.Length > 4 ? word[..2] + word[3] + word[2] + word[4..] : other;
    }
}

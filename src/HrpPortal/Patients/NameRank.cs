namespace HrpPortal.Patients;

/// <summary>Which of several names is the likelier one.</summary>
internal static class NameRank
{
    /// <summary>So many patients at most share the end of a phone; those of them that are meant are told by the name.</summary>
    public const int MostToRank = 1000;

    public static IReadOnlyList<PatientFound> Sort(IEnumerable<PatientFound> rows, IReadOnlyList<string> typed) =>
        [.. rows.OrderBy(row => Of(row.Name, typed)).ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Number, StringComparer.Ordinal)];

    /// <summary>Every typed word begins, is a part of, or sounds like a word of the name.</summary>
    public static bool Fits(string name, IReadOnlyList<string> typed)
    {
        var words = NameKey.Words(name);
        return typed.All(one => words.Any(word => Sound.MayMean(one, word)));
    }

    private static int Of(string name, IReadOnlyList<string> typed)
    {
        var (key, begun) = (NameKey.Of(name), $" {string.Join(' ', typed)}");
        if (key == begun + " ") return 0;
        if (key.StartsWith(begun, StringComparison.Ordinal)) return 1;
        if (typed.All(word => key.Contains($" {word} ", StringComparison.Ordinal))) return 2;
        return typed.All(word => key.Contains($" {word}", StringComparison.Ordinal)) ? 3 : typed.All(word => key.Contains(word, StringComparison.Ordinal)) ? 4 : 5;
    }
}

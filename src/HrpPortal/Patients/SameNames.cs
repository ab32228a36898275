namespace HrpPortal.Patients;

/// <summary>What tells patients of the same name apart: to be marked in a list.</summary>
[Flags]
public enum PatientDifference { None = 0, Number = 1, Gender = 2, BirthDate = 4, Mobile = 8, PhrAddress = 16 }

/// <summary>Names that are the same, or sound so, are the beginning of most mistakes at a desk. They are never grouped into one.</summary>
public static class SameNames
{
    /// <returns>By patient, what differs from the others of the same name; who is alone with a name is not in it.</returns>
    public static IReadOnlyDictionary<Guid, PatientDifference> In(IReadOnlyList<PatientFound> rows)
    {
        var differences = new Dictionary<Guid, PatientDifference>();
        foreach (var group in rows.GroupBy(row => Heard(row.Name)).Select(group => group.ToList()).Where(group => group.Count > 1))
        {
            var difference = Differs(group, row => row.Number, PatientDifference.Number)
                | Differs(group, row => row.Gender, PatientDifference.Gender)
                | Differs(group, row => row.BirthDate, PatientDifference.BirthDate)
                | Differs(group, row => row.Mobile?[^4..], PatientDifference.Mobile)
                | Differs(group, row => row.PhrAddress?.ToLowerInvariant(), PatientDifference.PhrAddress);
            foreach (var row in group) differences[row.Id] = difference;
        }

        return differences;
    }

    /// <summary>In any order of its words.</summary>
    private static string Heard(string name) => string.Join(' ', NameKey.Words(name).Select(Sound.Of).Order(StringComparer.Ordinal));

    private static PatientDifference Differs<T>(List<PatientFound> group, Func<PatientFound, T> of, PatientDifference difference) =>
        group.Select(of).Distinct().Skip(1).Any() ? difference : PatientDifference.None;
}

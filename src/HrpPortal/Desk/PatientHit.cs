using HrpPortal.Patients;

namespace HrpPortal.Desk;

/// <summary>A patient found, with what a clerk needs to be sure that it is this one.</summary>
public sealed record PatientHit(PatientFound Found, int Number, DateOnly? LastVisit, int NotLinked)
{
    /// <summary>Somebody else in the same list has the same name.</summary>
    public bool HasNamesake { get; private init; }
    public bool AgeDiffers { get; private init; }
    public bool MobileDiffers { get; private init; }
    public bool AddressDiffers { get; private init; }

    public static IReadOnlyList<PatientHit> Of(
        IReadOnlyList<PatientFound> rows, IReadOnlyDictionary<Guid, DateOnly> lastVisits, IReadOnlyDictionary<Guid, int> notLinked)
    {
        var namesakes = rows.GroupBy(row => row.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        return [.. rows.Select((row, number) =>
        {
            var others = namesakes.GetValueOrDefault(row.Name) ?? [];
            return new PatientHit(row, number, lastVisits.TryGetValue(row.Id, out var visit) ? visit : null, notLinked.GetValueOrDefault(row.Id))
            {
                HasNamesake = others.Count > 0,
                AgeDiffers = others.Exists(other => other.BirthDate != row.BirthDate || other.Gender != row.Gender),
                MobileDiffers = others.Exists(other => other.Mobile != row.Mobile),
                AddressDiffers = others.Exists(other => other.PhrAddress != row.PhrAddress),
            };
        })];
    }
}

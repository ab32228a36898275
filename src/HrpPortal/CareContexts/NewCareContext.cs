using HrpPortal.Data;

namespace HrpPortal.CareContexts;

/// <summary>Opens the care context of a visit.</summary>
public static class NewCareContext
{
    /// <summary>Plain, and nothing of the patient's health: it may be read before anybody proved who he is.</summary>
    public static string ProposedDisplay(IEnumerable<HealthRecord> records) =>
        $"OPD records of {PortalTime.EnglishDay(records.Min(record => record.Date))}";

    /// <summary>Put into <paramref name="db"/>, not saved.</summary>
    public static CareContext Open(PortalDb db, string hipId, Guid patientId, string visitNumber, string display, DateTime now)
    {
        var context = new CareContext
        {
            Id = Guid.CreateVersion7(),
            HipId = hipId,
            PatientId = patientId,
            Reference = ReferenceFor(db, hipId, patientId, visitNumber),
            VisitNumber = visitNumber,
            Display = display,
            CreatedAt = now,
        };
        db.Add(context);
        return context;
    }

    /// <summary>
    /// Never used twice at this facility: a visit's second care context, or another patient's visit of the same number, gets a
    /// suffix. Of this patient's only those count that the caller has read: one that another tab opened since must clash at
    /// the index, and not become the second care context of the same visit.
    /// </summary>
    private static string ReferenceFor(PortalDb db, string hipId, Guid patientId, string visitNumber)
    {
        var wanted = $"CC-{visitNumber}";
        var end = wanted + "\U0010FFFF";
#pragma warning disable CA1309 // It becomes SQL: a range of the index, where LIKE would read the whole of it.
        var taken = db.Set<CareContext>()
            .Where(context => context.HipId == hipId && string.Compare(context.Reference, wanted) >= 0 && string.Compare(context.Reference, end) < 0)
            .Where(context => context.PatientId != patientId)
            .Select(context => context.Reference).ToHashSet();
#pragma warning restore CA1309
        taken.UnionWith(db.Set<CareContext>().Local.Select(context => context.Reference));
        for (var number = 1; ; number++)
        {
            var reference = number == 1 ? wanted : $"{wanted}-{number}";
            if (!taken.Contains(reference)) return reference;
        }
    }
}

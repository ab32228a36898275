using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>Gives keys to patients that were registered before there were any: once, at the start after an update.</summary>
internal sealed partial class PatientKeys(IDbContextFactory<PortalDb> databases, ILogger<PatientKeys> log)
{
    private const int InOneCommit = 1000;

    public async Task FillAsync(CancellationToken cancellationToken = default)
    {
        for (var filled = 0; ;)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var patients = await db.Set<Patient>().Where(patient => patient.NameKey == "").OrderBy(patient => patient.Id).Take(InOneCommit).ToListAsync(cancellationToken);
            if (patients.Count == 0) return;
            foreach (var patient in patients) patient.Index();
            await db.SaveChangesAsync(cancellationToken);
            filled += patients.Count;
            if (filled % 50_000 == 0 || patients.Count < InOneCommit) Log.Filled(log, filled);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The search keys of {Count} patients were made")]
        public static partial void Filled(ILogger log, int count);
    }
}

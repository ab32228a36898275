using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.CareContexts;

/// <summary>Adding a health record by hand.</summary>
public sealed class RecordService(IDbContextFactory<PortalDb> databases, LiveUpdates live, TimeProvider clock, PortalTime time)
{
    /// <summary>The new record's id, or what is wrong with the input. The patient must be one of the facility.</summary>
    public async Task<RecordAdded> AddAsync(string hipId, Guid patientId, RecordForm form, CancellationToken cancellationToken = default)
    {
        var errors = form.Check(time.Today);
        if (errors.Any) return new RecordAdded.Invalid(errors);

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Set<Patient>().AnyAsync(patient => patient.Id == patientId && patient.HipId == hipId, cancellationToken))
            return new RecordAdded.NoPatient();

        var record = new HealthRecord
        {
            Id = Guid.CreateVersion7(),
            HipId = hipId,
            PatientId = patientId,
            VisitNumber = form.VisitNumber.Trim(),
            Date = form.Date!.Value,
            HiType = form.HiType!.Value,
            Title = form.Title.Trim(),
            Doctor = form.Doctor.Trim() is { Length: > 0 } doctor ? doctor : null,
            CreatedAt = clock.Utc(),
        };
        db.Add(record);
        await db.SaveChangesAsync(cancellationToken);
        live.Publish(new LiveChange(LiveTopics.One("patient", patientId), patientId, "RecordAdded"));
        return new RecordAdded.Added(record.Id);
    }
}

public abstract record RecordAdded
{
    public sealed record Added(Guid Id) : RecordAdded;

    public sealed record Invalid(FieldErrors Errors) : RecordAdded;

    public sealed record NoPatient : RecordAdded;
}

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>Registering and correcting patients.</summary>
public sealed class PatientService(IDbContextFactory<PortalDb> databases, TimeProvider clock, PortalTime time)
{
    public async Task<PatientSaved> RegisterAsync(string hipId, PatientForm form, CancellationToken cancellationToken = default)
    {
        var errors = form.Check(time.Today);
        if (errors.Any) return new PatientSaved.Invalid(errors);

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var number = form.Number.Trim();
        if (await db.Set<Patient>().AnyAsync(other => other.HipId == hipId && other.Number == number, cancellationToken)) return Taken(errors);

        var now = clock.Utc();
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(),
            HipId = hipId,
            Number = number,
            Name = form.Name,
            Gender = form.Gender!.Value,
            BirthDate = form.BirthDate!.Value,
            RegisteredAt = now,
        };
        form.WriteTo(patient, now);
        db.Add(patient);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
        {
            return Taken(errors);
        }

        return new PatientSaved.Saved(patient.Id);
    }

    /// <summary>Corrects a patient; <paramref name="version"/> is the one that the person saw.</summary>
    public async Task<PatientSaved> CorrectAsync(string hipId, Guid id, int version, PatientForm form, CancellationToken cancellationToken = default)
    {
        var errors = form.Check(time.Today);
        if (errors.Any) return new PatientSaved.Invalid(errors);

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().SingleOrDefaultAsync(one => one.Id == id && one.HipId == hipId, cancellationToken);
        if (patient is null) return new PatientSaved.NotFound();
        if (patient.Version != version) return new PatientSaved.ChangedMeanwhile();
        form.WriteTo(patient, clock.Utc());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new PatientSaved.ChangedMeanwhile();
        }

        return new PatientSaved.Saved(id);
    }

    private static PatientSaved.Invalid Taken(FieldErrors errors)
    {
        errors.Add(nameof(PatientForm.Number), PatientFormTexts.NumberTaken);
        return new PatientSaved.Invalid(errors);
    }
}

/// <summary>What became of saving a patient.</summary>
public abstract record PatientSaved
{
    public sealed record Saved(Guid Id) : PatientSaved;

    public sealed record Invalid(FieldErrors Errors) : PatientSaved;

    public sealed record ChangedMeanwhile : PatientSaved;

    public sealed record NotFound : PatientSaved;
}

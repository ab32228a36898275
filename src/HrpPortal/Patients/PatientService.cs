using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>Registering and correcting patients.</summary>
public sealed class PatientService(IDbContextFactory<PortalDb> databases, PatientGuard guard, NameWordBook words, TimeProvider clock, PortalTime time)
{
    /// <summary>Another desk may be quicker by an instant, with the same number or the same ABHA: another look says whose it is.</summary>
    /// <param name="along">What belongs into the same commit, such as who compared the ABHA.</param>
    public Task<PatientSaved> RegisterAsync(string hipId, PatientForm form, Func<Patient, object?>? along = null, CancellationToken cancellationToken = default) =>
        Clashes.AgainOnClashAsync<PatientSaved>(async () =>
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
            if (await guard.OthersWithSameAbhaAsync(hipId, null, patient.AbhaNumber, patient.PhrAddress, cancellationToken) is { Count: > 0 } others) return SameAbha(errors, patient, others);
            patient.Claim(default);
            db.Add(patient);
            if (along?.Invoke(patient) is { } more) db.Add(more);
            await db.SaveChangesAsync(cancellationToken);
            words.Learn(patient);
            return new PatientSaved.Saved(patient.Id);
        });

    /// <summary>Corrects a patient; <paramref name="version"/> is the one that the person saw.</summary>
    /// <param name="along">What belongs into the same commit, such as who compared the ABHA.</param>
    public Task<PatientSaved> CorrectAsync(string hipId, Guid id, int version, PatientForm form, object? along = null, CancellationToken cancellationToken = default) =>
        Clashes.AgainOnClashAsync<PatientSaved>(async () =>
        {
            var errors = form.Check(time.Today);
            if (errors.Any) return new PatientSaved.Invalid(errors);

            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var patient = await db.Set<Patient>().SingleOrDefaultAsync(one => one.Id == id && one.HipId == hipId, cancellationToken);
            if (patient is null) return new PatientSaved.NotFound();
            if (patient.Version != version) return new PatientSaved.ChangedMeanwhile();
            var before = (patient.AbhaNumber, patient.AddressKey);
            form.WriteTo(patient, clock.Utc());

            // What was so before does not stand in the way of correcting a name.
            var (number, address) = (patient.AbhaNumber == before.AbhaNumber ? null : patient.AbhaNumber, patient.AddressKey == before.AddressKey ? null : patient.PhrAddress);
            if (await guard.OthersWithSameAbhaAsync(hipId, id, number, address, cancellationToken) is { Count: > 0 } others) return SameAbha(errors, patient, others);
            patient.Claim(before);
            if (along is not null) db.Add(along);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new PatientSaved.ChangedMeanwhile();
            }

            words.Learn(patient);
            return new PatientSaved.Saved(id);
        });

    private static PatientSaved.Invalid SameAbha(FieldErrors errors, Patient patient, IReadOnlyList<PatientFound> others)
    {
        var byAddress = others.Any(other => other.PhrAddress is { } address && patient.PhrAddress is { } mine && PhrAddress.Key(address) == PhrAddress.Key(mine));
        if (byAddress) errors.Add(nameof(PatientForm.PhrAddress), PatientsTexts.AddressOfAnother);
        else errors.Add(nameof(PatientForm.AbhaNumber), PatientsTexts.AbhaOfAnother);
        return new PatientSaved.Invalid(errors) { Others = others };
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

    /// <param name="Errors">What is wrong, by field.</param>
    public sealed record Invalid(FieldErrors Errors) : PatientSaved
    {
        /// <summary>Patients who have the ABHA number or address that was typed.</summary>
        public IReadOnlyList<PatientFound> Others { get; init; } = [];
    }

    public sealed record ChangedMeanwhile : PatientSaved;

    public sealed record NotFound : PatientSaved;
}

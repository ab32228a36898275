using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Addresses;

/// <summary>Puts an ABHA on a patient's file after it was compared, and remembers who did it and why.</summary>
public sealed class AddressService(IDbContextFactory<PortalDb> databases, PatientService patients, PatientGuard guard, TimeProvider clock, PortalTime time)
{
    public const int LongestReason = 200;
    public const int ShortestReason = 5;

    /// <summary>Another patient of the facility who has this ABHA already: one of the two is the wrong one.</summary>
    public async Task<PatientFound?> HolderAsync(string hipId, Guid exceptPatient, string? phrAddress, string? abhaNumber, CancellationToken cancellationToken = default) =>
        await guard.OthersWithSameAbhaAsync(hipId, exceptPatient, abhaNumber, phrAddress, cancellationToken) is [var holder, ..] ? holder : null;

    /// <summary>Takes the card's address and number over, and with them who compared, in one commit. The patient is as it was compared: who was changed meanwhile is not.</summary>
    public async Task<AddressTaken> TakeAsync(AddressTake take, CancellationToken cancellationToken = default)
    {
        var (patient, card) = (take.Patient, take.Card);
        var differing = CardComparison.Of(patient, card).Differing.ToList();
        if (differing.Count > 0 && !IsReason(take.Reason)) return new AddressTaken.ReasonMissing();
        if (!PhrAddress.IsValid(card.PhrAddress)) return new AddressTaken.NoAddress();
        if (await HolderAsync(take.HipId, patient.Id, card.PhrAddress, card.AbhaNumber, cancellationToken) is { } holder) return new AddressTaken.Held(holder);

        var form = PatientForm.Of(patient);
        (form.PhrAddress, form.AbhaNumber) = (card.PhrAddress!, card.AbhaNumber ?? form.AbhaNumber);
        var check = CheckOf(take, patient.Id, differing);
        return await patients.CorrectAsync(take.HipId, patient.Id, patient.Version, form, check, cancellationToken) switch
        {
            PatientSaved.Saved => new AddressTaken.Taken(),
            PatientSaved.Invalid { Others: [var other, ..] } => new AddressTaken.Held(other),
            PatientSaved.Invalid(var errors) => new AddressTaken.Invalid(errors),
            _ => new AddressTaken.ChangedMeanwhile(),
        };
    }

    /// <summary>
    /// Registers who is not on file by what the patient shared, and with it who compared. Where what is typed differs from the
    /// profile it asks why, as for a patient on file; another address than the profile's was not compared with anything.
    /// </summary>
    public async Task<PatientSaved> RegisterAsync(AddressRegistration shared, PatientForm form, CancellationToken cancellationToken = default)
    {
        var errors = form.Check(time.Today);
        if (errors.Any) return new PatientSaved.Invalid(errors);
        if (shared.Card.PhrAddress is not { } address || PhrAddress.Key(form.PhrAddress) != PhrAddress.Key(address))
            return await patients.RegisterAsync(shared.HipId, form, cancellationToken: cancellationToken);

        var typed = new Patient
        {
            Id = Guid.Empty, HipId = shared.HipId, Number = form.Number, Name = form.Name, Gender = form.Gender!.Value, BirthDate = form.BirthDate!.Value, RegisteredAt = default,
        };
        form.WriteTo(typed, default);
        var take = new AddressTake(shared.HipId, typed, shared.Card, AddressWay.Shared, shared.ById, shared.ByName, shared.Reason);
        var differing = CardComparison.Of(typed, shared.Card).Differing.ToList();
        errors.Require(differing.Count == 0 || IsReason(shared.Reason), nameof(AddressRegistration.Reason), AddressesTexts.ReasonMissing);
        return errors.Any ? new PatientSaved.Invalid(errors) : await patients.RegisterAsync(shared.HipId, form, patient => CheckOf(take, patient.Id, differing), cancellationToken);
    }

    /// <summary>When this address was last compared with this patient at the desk; null for one that came from elsewhere.</summary>
    public async Task<DateTime?> CheckedAtAsync(Patient patient, CancellationToken cancellationToken = default)
    {
        if (patient.PhrAddress is null) return null;
        var key = PhrAddress.Key(patient.PhrAddress);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AddressCheck>().Where(check => check.PatientId == patient.Id && check.AddressKey == key)
            .OrderByDescending(check => check.CheckedAt).Select(check => (DateTime?)check.CheckedAt).FirstOrDefaultAsync(cancellationToken);
    }

    private static bool IsReason(string? text) => text?.Trim() is { Length: >= ShortestReason and <= LongestReason };

    private AddressCheck CheckOf(AddressTake take, Guid patientId, List<ComparedDetail> differing) => new()
    {
        Id = Guid.CreateVersion7(),
        HipId = take.HipId,
        PatientId = patientId,
        AddressKey = PhrAddress.Key(take.Card.PhrAddress!),
        Way = take.Way,
        Differed = string.Join(", ", differing),
        Reason = differing.Count > 0 ? take.Reason!.Trim() : null,
        CheckedBy = take.ById,
        CheckedByName = take.ByName,
        CheckedAt = clock.Utc(),
    };
}

public sealed record AddressTake(string HipId, Patient Patient, AbhaCard Card, AddressWay Way, string ById, string ByName, string? Reason);

/// <summary>Somebody who shared the profile at the counter is registered.</summary>
/// <param name="Reason">Why it is the same person although what is typed differs from the profile.</param>
public sealed record AddressRegistration(string HipId, AbhaCard Card, string ById, string ByName, string? Reason);

/// <summary>What became of taking an address over.</summary>
public abstract record AddressTaken
{
    public sealed record Taken : AddressTaken;

    public sealed record ReasonMissing : AddressTaken;

    public sealed record NoAddress : AddressTaken;

    /// <summary>Another patient has this ABHA.</summary>
    public sealed record Held(PatientFound By) : AddressTaken;

    public sealed record ChangedMeanwhile : AddressTaken;

    public sealed record Invalid(FieldErrors Errors) : AddressTaken;
}

using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Addresses;

/// <summary>Puts an ABHA on a patient's file after it was compared, and remembers who did it and why.</summary>
public sealed class AddressService(IDbContextFactory<PortalDb> databases, PatientService patients, PatientGuard guard, TimeProvider clock)
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
        if (differing.Count > 0 && take.Reason?.Trim() is not { Length: >= ShortestReason and <= LongestReason }) return new AddressTaken.ReasonMissing();
        if (!PhrAddress.IsValid(card.PhrAddress)) return new AddressTaken.NoAddress();
        if (await HolderAsync(take.HipId, patient.Id, card.PhrAddress, card.AbhaNumber, cancellationToken) is { } holder) return new AddressTaken.Held(holder);

        var form = PatientForm.Of(patient);
        (form.PhrAddress, form.AbhaNumber) = (card.PhrAddress!, card.AbhaNumber ?? form.AbhaNumber);
        var check = new AddressCheck
        {
            Id = Guid.CreateVersion7(),
            HipId = take.HipId,
            PatientId = patient.Id,
            AddressKey = PhrAddress.Key(card.PhrAddress!),
            Way = take.Way,
            Differed = string.Join(", ", differing),
            Reason = differing.Count > 0 ? take.Reason!.Trim() : null,
            CheckedBy = take.ById,
            CheckedByName = take.ByName,
            CheckedAt = clock.Utc(),
        };
        return await patients.CorrectAsync(take.HipId, patient.Id, patient.Version, form, check, cancellationToken) switch
        {
            PatientSaved.Saved => new AddressTaken.Taken(),
            PatientSaved.Invalid { Others: [var other, ..] } => new AddressTaken.Held(other),
            PatientSaved.Invalid(var errors) => new AddressTaken.Invalid(errors),
            _ => new AddressTaken.ChangedMeanwhile(),
        };
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
}

public sealed record AddressTake(string HipId, Patient Patient, AbhaCard Card, AddressWay Way, string ById, string ByName, string? Reason);

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

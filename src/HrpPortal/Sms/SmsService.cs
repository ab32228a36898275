using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Sms;

/// <summary>What a person can do: ask ABDM, once, to send a patient without an address an SMS; and what pages show of it.</summary>
public sealed class SmsService(IDbContextFactory<PortalDb> databases, SmsStore store, FacilityDirectory facilities, TimeProvider clock)
{
    public async Task<SmsAsked> AskAsync(string hipId, Guid patientId, StaffMember person, CancellationToken cancellationToken = default)
    {
        if (!person.Satisfies(Policies.Clerk)) throw new UnauthorizedAccessException("Only staff of the facility ask for an SMS.");
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == patientId && one.HipId == hipId, cancellationToken);
        if (patient is not { PhrAddress: null, Mobile: { } mobile }) return SmsAsked.NotNeeded;

        // By the number, not by the patient: two files of one family may have the same mobile.
        var now = clock.Utc();
        if (await LastAsync(db, hipId, mobile, cancellationToken) is { } last && last.Forbids(now)) return SmsAsked.TooSoon;
        var invitation = new SmsInvitation
        {
            Id = Guid.CreateVersion7(), HipId = hipId, Dialect = facilities.Find(hipId)!.Dialect, PatientId = patientId, Mobile = mobile,
            AskedById = person.Id, AskedByName = person.Name, AskedAt = now,
        };
        invitation.Ask(now);
        return await store.AddAsync(invitation, cancellationToken) ? SmsAsked.Asked : SmsAsked.TooSoon;
    }

    /// <summary>The last SMS to the number that the patient has now; null when none was asked for.</summary>
    public async Task<SmsInvitation?> LastAsync(string hipId, string mobile, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await LastAsync(db, hipId, mobile, cancellationToken);
    }

    /// <summary>One that is open forbids the next whenever it was asked for.</summary>
    private static Task<SmsInvitation?> LastAsync(PortalDb db, string hipId, string mobile, CancellationToken cancellationToken) =>
        db.Set<SmsInvitation>().AsNoTracking().Where(one => one.HipId == hipId && one.Mobile == mobile)
            .OrderByDescending(one => one.ClosedAt == null).ThenByDescending(one => one.AskedAt).FirstOrDefaultAsync(cancellationToken);
}

public enum SmsAsked
{
    Asked,

    /// <summary>One is on its way, or was sent a while ago.</summary>
    TooSoon,

    /// <summary>The patient has an address by now, or no mobile number any more.</summary>
    NotNeeded,
}

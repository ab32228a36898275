using System.Text.Json;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Linking;

/// <summary>What several tests do with a running portal.</summary>
internal static class PortalMoves
{
    /// <summary>Lets time pass by steps until the request is linked: whatever waits for a moment finds it come.</summary>
    public static async Task<LinkDetails> LinkedAfterAsync(this PortalHost portal, Guid id, TimeSpan step, int most = 10)
    {
        for (var i = 0; i < most; i++)
        {
            await portal.CalmAsync();
            if ((await portal.DetailsAsync(id)).Row.State == LinkState.Linked) break;
            portal.Clock.Advance(step);
        }

        return await portal.UntilAsync(id, LinkState.Linked);
    }

    /// <summary>The leases of a node that is gone run out: on PostgreSQL by the database's clock, which no test can move.</summary>
    public static async Task LeasesRunOutAsync(this PortalHost portal)
    {
        await using var db = await portal.OpenDbAsync();
        await db.Set<OutboxMessage>().Where(row => row.LeaseUntil != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseUntil, DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Utc)));
    }

    /// <summary>As if another request had linked it.</summary>
    public static async Task KnowAsLinkedAsync(this PortalHost portal, Guid careContextId, string address)
    {
        await using var db = await portal.OpenDbAsync();
        (await db.Set<CareContext>().SingleAsync(context => context.Id == careContextId)).MarkLinked(PhrAddress.Key(address), portal.Clock.Utc());
        await db.SaveChangesAsync();
    }

    /// <summary>The care contexts that a call to the gateway carried.</summary>
    public static IEnumerable<string> ReferencesOf(this PortalHost portal, Guid requestId) =>
        JsonDocument.Parse(portal.Sandbox.Received.Last(one => one.RequestId == requestId.ToString()).Body).RootElement
            .GetProperty("link").GetProperty("patient").GetProperty("careContexts").EnumerateArray().Select(one => one.GetProperty("referenceNumber").GetString()!);

    /// <summary>A clerk corrects the patient on file; the account at the consent manager has what is right.</summary>
    public static async Task<Patient> CorrectAsync(this PortalHost portal, Patient patient, Action<Patient> correct)
    {
        await using var db = await portal.OpenDbAsync();
        var own = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        correct(own);
        own.Index();
        await db.SaveChangesAsync();
        portal.Sandbox.AddAccount(new(own.PhrAddress!, own.Name, own.Gender.ToString(), Demographic.Day(own.BirthDate)));
        return own;
    }
}

using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Support;

/// <summary>What ABDM calls of its own accord, and patients who have nothing for it to call about yet.</summary>
public static class AbdmCaller
{
    /// <summary>Posts the call as ABDM does, and is back when the portal has taken it.</summary>
    /// <param name="members">What stands in the body behind requestId and timestamp.</param>
    public static async Task CallTakenAsync(
        this PortalHost portal, string path, Guid id, string members, string at = "2026-11-22T09:30:00.000Z", string hipId = PortalHost.HipId, bool inHeader = false)
    {
        var body = "{" + (inHeader ? members : $"\"requestId\":\"{id}\",\"timestamp\":\"{at}\",{members}") + "}";
        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(path, body, hipId, inHeader ? id.ToString() : null));
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await portal.OpenDbAsync();
                var rows = await db.Set<InboxCallback>().Where(row => row.RespRequestId == id).Select(row => row.Outcome).ToListAsync();
                return rows.Count > 0 && rows.TrueForAll(outcome => outcome is not null);
            },
            () => $"{path} was not taken\n{portal.Log.Troubles}", TimeSpan.FromSeconds(60));
    }

    public static async Task<Patient> WithoutAddressAsync(this PortalHost portal)
    {
        var patient = await portal.PatientAsync();
        await portal.ForgetAddressAsync(patient);
        return patient;
    }

    /// <summary>On file from now on without an address; ABDM's account keeps it.</summary>
    public static async Task ForgetAddressAsync(this PortalHost portal, Patient patient)
    {
        patient.PhrAddress = null;
        patient.Index();
        await using var db = await portal.OpenDbAsync();
        db.Update(patient);
        await db.SaveChangesAsync();
    }
}

using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>To which consent manager an answer goes whose call names no address.</summary>
public static class ConsentManagers
{
    /// <summary>The suffix of the address; else of the patient registered last, as a facility has as a rule one consent manager.</summary>
    public static async Task<string> CmOfAsync(this PortalDb db, string hipId, string? address, CancellationToken cancellationToken)
    {
        if (address is not null && PhrAddress.IsValid(address)) return PhrAddress.CmId(address);
        var known = await db.Set<Patient>().Where(one => one.HipId == hipId && one.PhrAddress != null).OrderByDescending(one => one.Id)
            .Select(one => one.PhrAddress!).FirstOrDefaultAsync(cancellationToken);
        return known is null ? "sbx" : PhrAddress.CmId(known);
    }
}

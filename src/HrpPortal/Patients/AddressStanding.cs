using System.Security.Cryptography;
using System.Text;
using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>
/// What a patient told ABDM of his address: that he pauses it, is back, or leaves (protocol, 5.4). The address itself is not kept:
/// who leaves wants to be forgotten, and a hash is enough to know the address again.
/// </summary>
public sealed class AddressStanding
{
    public required string HipId { get; init; }
    public required string AddressHash { get; init; }
    public required AddressStatus Status { get; set; }
    public required DateTime ChangedAt { get; set; }
    public int Version { get; set; }

    public static string HashOf(string addressKey) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(addressKey)));
}

public enum AddressStatus { Active, Paused, Left }

public static class AddressStandings
{
    /// <summary>Nothing may be linked to this address now.</summary>
    public static Task<bool> HasLeftAsync(this PortalDb db, string hipId, string addressKey, CancellationToken cancellationToken)
    {
        var hash = AddressStanding.HashOf(addressKey);
        return db.Set<AddressStanding>().AnyAsync(one => one.HipId == hipId && one.AddressHash == hash && one.Status != AddressStatus.Active, cancellationToken);
    }
}

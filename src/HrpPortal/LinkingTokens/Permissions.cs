using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.LinkingTokens;

/// <summary>Whether there is a permission to link for an address, and getting one when there is none.</summary>
public sealed class Permissions(IDbContextFactory<PortalDb> databases, AuthenticationStore authentications, TimeProvider clock)
{
    /// <summary>A usable token that is free, or held already by this request; for the caller's commit, never across commits.</summary>
    public async Task<LinkingToken?> FindAsync(PortalDb db, GatewayDialect dialect, string hipId, string addressKey, Guid linkRequestId, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        var least = now + LinkingToken.Margin;
        var tokens = await db.Set<LinkingToken>()
            .Where(token => token.HipId == hipId && token.AddressKey == addressKey && token.Dialect == dialect && token.UsedAt == null && token.DiscardedAt == null && token.ExpiresAt > least)
            .Where(token => token.ReservedFor == null || token.ReservedFor == linkRequestId)
            .OrderBy(token => token.ExpiresAt).ToListAsync(cancellationToken);
        return tokens.FirstOrDefault(token => token.ReservedFor == linkRequestId) ?? tokens.FirstOrDefault();
    }

    /// <summary>Asks ABDM, or joins those who ask already; for the caller's commit.</summary>
    public Task<Authentication> AskAsync(
        PortalDb db, GatewayDialect dialect, string hipId, Guid patientId, string phrAddress, string addressKey, string outboxKey, CancellationToken cancellationToken) =>
        authentications.JoinAsync(db, dialect, hipId, patientId, phrAddress, addressKey, outboxKey, AuthenticationMethod.Demographics, cancellationToken);

    /// <summary>The authentication on which ABDM blocked the address, while that block lasts: to ask again would only prolong it.</summary>
    public Task<Authentication?> BlockOfAsync(PortalDb db, GatewayDialect dialect, string hipId, string addressKey, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        return db.Set<Authentication>().AsNoTracking()
            .Where(one => one.HipId == hipId && one.AddressKey == addressKey && one.Dialect == dialect && one.BlockedUntil > now)
            .OrderByDescending(one => one.BlockedUntil).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// The refusal of the details on file that led to asking this patient, when they were not corrected since: giving up asking
    /// leads back to it, and to compare the same details once more would only bring the block nearer.
    /// </summary>
    public async Task<Authentication?> RefusedBeforeAsync(PortalDb db, Authentication asking, CancellationToken cancellationToken)
    {
        var last = await db.Set<Authentication>().AsNoTracking()
            .Where(one => one.HipId == asking.HipId && one.AddressKey == asking.AddressKey && one.Dialect == asking.Dialect && one.Method == AuthenticationMethod.Demographics)
            .Where(one => one.CreatedAt <= asking.CreatedAt && (one.State == AuthenticationState.Refused || one.State == AuthenticationState.Granted))
            .OrderByDescending(one => one.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        if (last is not { State: AuthenticationState.Refused }) return null;
        var patient = await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == asking.PatientId, cancellationToken);
        return patient.UpdatedAt > last.ClosedAt ? null : last;
    }

    /// <summary>Until when a saved permission of this address holds, in the facility's dialect of now; null when ABDM must be asked. For pages: no token leaves here.</summary>
    public async Task<DateTime?> ValidUntilAsync(string hipId, string addressKey, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var dialect = await db.Set<Facility>().Where(facility => facility.HipId == hipId).Select(facility => facility.Dialect).SingleAsync(cancellationToken);
        return (await FindAsync(db, dialect, hipId, addressKey, Guid.Empty, cancellationToken))?.ExpiresAt;
    }
}

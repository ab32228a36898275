using System.Text.Json;
using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.LinkingTokens;

/// <summary>
/// A token that came: of use or not, and whose. The profile beside it is compared with the file by the rule of the scanned card;
/// where they differ the token waits for a person (the wrong-patient guard).
/// </summary>
public sealed class TokenGrants(TokenVault vault)
{
    /// <summary>Every v0.5 token seen lives so long, every v3 token longer; only for one whose <c>exp</c> cannot be read.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(24);

    /// <summary>Only those are read whose profile may come: demographic permissions have compared already, at ABDM.</summary>
    public async Task<IReadOnlyDictionary<Guid, Patient>> PatientsAsync(PortalDb db, IEnumerable<Authentication> authentications, CancellationToken cancellationToken)
    {
        var ids = authentications.Where(one => one.Purpose == AuthenticationPurpose.KycAndLink).Select(one => one.PatientId).Distinct().ToArray();
        if (ids.Length == 0) return new Dictionary<Guid, Patient>();
        return await db.Set<Patient>().AsNoTracking().Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, cancellationToken);
    }

    public bool Take(PortalDb db, Authentication authentication, GrantedToken granted, DateTime now)
    {
        var claims = LinkingTokenClaims.Read(granted.Token.Reveal());
        var ends = claims.ExpiresAt?.UtcDateTime ?? now + UsualLife;
        if (Useless(authentication, claims, granted.Profile, ends, now) is { } why)
            return granted.RequestId is { } asked ? authentication.Refused(asked, null, why, null, now) : authentication.OfNoUse(why, now);

        var closed = vault.Close(granted.Token);
        if (granted is { Patient: { } patient, Profile: { } profile } && ProfileCard.Of(profile) is var card && CardComparison.Of(patient, card).NeedsReason)
            return authentication.KeepBack(granted.RequestId, closed, ends, vault.ClosePassing(JsonSerializer.Serialize(card)), now);

        var issued = granted.RequestId is { } requestId
            ? authentication.Confirmed(requestId, Guid.CreateVersion7(), closed, now, ends, now)
            : authentication.Approved(Guid.CreateVersion7(), closed, now, ends, now);
        if (issued is null) return false;
        db.Add(issued);
        return true;
    }

    public AbhaCard ProfileOf(Authentication authentication) => JsonSerializer.Deserialize<AbhaCard>(vault.OpenPassing(authentication.ProtectedProfile!))!;

    /// <summary>To keep such a token, or to ask for the next at once, would go in a circle: a person hears of it instead.</summary>
    private static string? Useless(Authentication authentication, LinkingTokenClaims claims, CallbackPatient? profile, DateTime ends, DateTime now)
    {
        if (claims.PatientId is { } address && PhrAddress.Key(address) != authentication.AddressKey) return "The linking token is for another address.";
        if (profile?.Id is { } id && id.Contains('@', StringComparison.Ordinal) && PhrAddress.Key(id) != authentication.AddressKey) return "The profile is of another address.";
        if (claims.RequesterId is { } hipId && hipId != authentication.HipId) return "The linking token is for another facility.";
        return ends - LinkingToken.Margin <= now ? "The linking token ends at once." : null;
    }
}

/// <summary>A token as it came, and what came with it.</summary>
/// <param name="RequestId">The question that it answers; null when the patient decided in the app.</param>
/// <param name="Patient">On file.</param>
/// <param name="Profile">As ABDM has the patient.</param>
public sealed record GrantedToken(Guid? RequestId, Secret Token, Patient? Patient, CallbackPatient? Profile)
{
    public override string ToString() => nameof(GrantedToken);
}

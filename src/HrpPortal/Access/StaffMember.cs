using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Access;

/// <summary>A person who is signed in.</summary>
/// <param name="Id">Stable, and the same person only for the same issuer AND subject (ASVS 6.8.1). Says nothing of the person: fit for rows and logs.</param>
/// <param name="Name">For the eyes of staff; never for a log.</param>
/// <param name="Roles">The roles held, out of <see cref="Access.Roles.All"/>; may be empty.</param>
public sealed record StaffMember(string Id, string Name, IReadOnlyList<string> Roles)
{
    /// <summary>HIP ids of the facilities that the sign-in provider names for the person, the one that they work at now first; empty when it names none.</summary>
    public IReadOnlyList<string> Facilities { get; init; } = [];

    /// <summary>Whether the person's roles satisfy a policy of <see cref="Policies"/>.</summary>
    public bool Satisfies(string policy) => Policies.RolesFor(policy).Any(Roles.Contains);

    /// <summary>The person of a principal (in a hub: of Context.User); null for nobody.</summary>
    public static StaffMember? From(ClaimsPrincipal? principal)
    {
        var issuer = principal?.FindFirstValue(StaffClaims.Issuer);
        var subject = principal?.FindFirstValue(StaffClaims.Subject);
        if (principal?.Identity?.IsAuthenticated != true || issuer is null || subject is null)
            return null;
        return new StaffMember(
            IdOf(issuer, subject),
            principal.FindFirstValue(StaffClaims.Name) ?? "",
            [.. principal.FindAll(StaffClaims.Role).Select(claim => claim.Value)])
        {
            Facilities = [.. principal.FindAll(StaffClaims.Facility).Select(claim => claim.Value)],
        };
    }

    // The length in front keeps ("ab","c") and ("a","bc") apart.
    private static string IdOf(string issuer, string subject) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer.Length}:{issuer}{subject}"))[..16]);
}

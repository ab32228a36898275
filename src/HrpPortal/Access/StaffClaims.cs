using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace HrpPortal.Access;

/// <summary>
/// All that the session cookie knows of a person. Few and bounded, whatever the provider sends: a token with 2,000 groups
/// must not become a cookie that the proxy refuses.
/// </summary>
internal static class StaffClaims
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string Facility = "facility";
    public const string Session = "sid";
    public const string SignedInAt = "at";

    private const int LongestName = 100;
    private const int MostFacilities = 20;
    private const int LongestHipId = 80;

    /// <param name="idToken">The payload of an id_token that was already checked.</param>
    public static ClaimsPrincipal From(JsonElement idToken, string roleClaim, string facilityClaim, string session, DateTimeOffset now)
    {
        var issuer = idToken.GetProperty(Issuer).GetString()!;
        var subject = idToken.GetProperty(Subject).GetString()!;
        List<Claim> claims =
        [
            new(Issuer, issuer),
            new(Subject, subject),
            new(Name, NameIn(idToken)),
            new(Session, session),
            new(SignedInAt, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. RolesIn(idToken, roleClaim).Select(role => new Claim(Role, role)),
            .. FacilitiesIn(idToken, facilityClaim).Select(hipId => new Claim(Facility, hipId)),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, AccessFeature.ProviderScheme, Name, Role));
    }

    /// <summary>The same person in the same session, at another of the facilities that the provider named: the first of them is where the person works now.</summary>
    /// <returns>Null when the provider did not name it.</returns>
    public static ClaimsPrincipal? At(ClaimsPrincipal principal, string hipId)
    {
        if (!principal.HasClaim(Facility, hipId)) return null;
        var claims = principal.Claims.OrderBy(claim => claim.Type == Facility && claim.Value != hipId);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, AccessFeature.ProviderScheme, Name, Role));
    }

    /// <summary>The moment of sign-in, or null in a principal that did not come from here.</summary>
    public static DateTimeOffset? SignInTime(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string NameIn(JsonElement idToken)
    {
        foreach (var claim in (string[])["name", "preferred_username"])
        {
            if (!idToken.TryGetProperty(claim, out var value) || value.ValueKind != JsonValueKind.String)
                continue;
            // By whole characters: half a surrogate pair could not be written into the cookie.
            var name = string.Concat(value.GetString()!.EnumerateRunes().Where(IsPlain).Take(LongestName)).Trim();
            if (name.Length > 0)
                return name;
        }
        return "Member of staff";
    }

    /// <summary>No control characters, and none that turn the direction of the text beside a name. Joiners stay: Indian scripts need them.</summary>
    private static bool IsPlain(Rune rune) => !Rune.IsControl(rune) && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));

    private static IEnumerable<string> RolesIn(JsonElement idToken, string roleClaim)
    {
        var held = TextsIn(idToken, roleClaim).ToHashSet(StringComparer.Ordinal);
        return Roles.All.Where(held.Contains);
    }

    private static IEnumerable<string> FacilitiesIn(JsonElement idToken, string facilityClaim) => TextsIn(idToken, facilityClaim)
        .Where(hipId => hipId.Length is > 0 and <= LongestHipId && hipId.All(letter => letter is > ' ' and <= '~')).Distinct(StringComparer.Ordinal).Take(MostFacilities);

    /// <summary>A claim by its own name ("roles", also with dots in it), or else by a path ("realm_access.roles", as Keycloak has it).</summary>
    private static IEnumerable<string> TextsIn(JsonElement idToken, string name)
    {
        if (!idToken.TryGetProperty(name, out var value))
        {
            value = idToken;
            foreach (var step in name.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                    return [];
            }
        }
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!),
            JsonValueKind.String => value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            _ => [],
        };
    }
}

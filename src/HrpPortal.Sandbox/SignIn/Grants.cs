using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>An authorization request that waits for a person, bound to that person's browser by a cookie.</summary>
internal sealed record PendingSignIn(string Browser, string RedirectUri, string? State, string? Nonce, string Challenge, DateTimeOffset Until);

/// <summary>An authorization code's worth.</summary>
internal sealed record CodeGrant(StaffMember User, string RedirectUri, string? Nonce, string Challenge, DateTimeOffset SignedInAt, DateTimeOffset Until);

internal sealed record AccessGrant(StaffMember User, string Code, DateTimeOffset Until);

/// <summary>What the sign-in provider has given out and not taken back; lost at a restart, as people simply sign in again.</summary>
internal sealed class Grants(SandboxOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, PendingSignIn> pending = [];
    private readonly Dictionary<string, CodeGrant> codes = [];
    private readonly Dictionary<string, AccessGrant> access = [];

    public static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public DateTimeOffset Now => options.Clock.GetUtcNow();

    public string Await(PendingSignIn request) => Keep(pending, request, one => one.Until);

    public PendingSignIn? Find(string ticket)
    {
        lock (gate) return pending.TryGetValue(ticket, out var found) && found.Until > Now ? found : null;
    }

    /// <summary>The person signed in: the ticket is spent and a code takes its place.</summary>
    public string? Grant(string ticket, CodeGrant grant)
    {
        lock (gate) return pending.Remove(ticket) ? Keep(codes, grant, one => one.Until) : null;
    }

    /// <summary>A code is good once. A second use also takes back what the first one got (RFC 6749 §4.1.2).</summary>
    public CodeGrant? Redeem(string code)
    {
        lock (gate)
        {
            if (codes.Remove(code, out var grant)) return grant.Until > Now ? grant : null;
            foreach (var token in access.Where(one => one.Value.Code == code).Select(one => one.Key).ToList()) access.Remove(token);
            return null;
        }
    }

    public string GiveAccess(AccessGrant grant) => Keep(access, grant, one => one.Until);

    public StaffMember? WhoHolds(string accessToken)
    {
        lock (gate) return access.TryGetValue(accessToken, out var grant) && grant.Until > Now ? grant.User : null;
    }

    private string Keep<T>(Dictionary<string, T> place, T item, Func<T, DateTimeOffset> until)
    {
        var key = Random();
        lock (gate)
        {
            foreach (var old in place.Where(one => until(one.Value) <= Now).Select(one => one.Key).ToList()) place.Remove(old);
            place[key] = item;
        }
        return key;
    }
}

using System.Collections.Concurrent;
using System.Security.Claims;

namespace HrpPortal.Access;

/// <summary>
/// Which sessions are over: by age (10 hours, a hospital shift, after sign-in whatever the activity), or by sign-out.
/// The cookie asks at each request, an open circuit every minute; so a copy of the cookie kept back is worth nothing after sign-out.
/// Ended sessions are remembered by this process: a restart forgets them, and the age still holds.
/// </summary>
internal sealed class Sessions(TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    public bool IsLive(ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        return principal.FindFirstValue(StaffClaims.Session) is { } session
            && !_ended.ContainsKey(session)
            && StaffClaims.SignInTime(principal) is { } since
            && now - since < Longest;
    }

    public void End(ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, forget) in _ended)
        {
            if (forget <= now)
                _ended.TryRemove(old, out _);
        }
        if (principal.FindFirstValue(StaffClaims.Session) is { } session)
            _ended[session] = now + Longest;
    }
}

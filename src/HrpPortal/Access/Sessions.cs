using System.Collections.Concurrent;
using System.Security.Claims;

namespace HrpPortal.Access;

/// <summary>
/// Which sessions are over: by age (10 hours, a hospital shift, after sign-in whatever the activity), by sign-out, and for open
/// circuits by want of a sign of life (15 minutes, as with the cookie). The cookie asks at each request, a circuit every minute;
/// so a copy of the cookie kept back is worth nothing after sign-out. This process remembers: a restart, which ends its circuits
/// anyway, forgets the sign-outs, and the age still holds.
/// </summary>
internal sealed class Sessions(TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    /// <summary>Not ended, and not too old.</summary>
    public bool IsLive(ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        return principal.FindFirstValue(StaffClaims.Session) is { } session
            && !_ended.ContainsKey(session)
            && StaffClaims.SignInTime(principal) is { } since
            && now - since < Longest;
    }

    /// <summary>Live, and the person did something lately, in whichever of their pages.</summary>
    public bool IsInUse(ClaimsPrincipal principal) =>
        IsLive(principal)
        && _seen.TryGetValue(principal.FindFirstValue(StaffClaims.Session)!, out var last)
        && clock.GetUtcNow() - last < Idle;

    /// <summary>How long the session goes on if the person does nothing, and whether doing something would make it longer.</summary>
    public SessionLeft Left(ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        var age = StaffClaims.SignInTime(principal) is { } since ? Longest - (now - since) : TimeSpan.Zero;
        var idle = principal.FindFirstValue(StaffClaims.Session) is { } session && _seen.TryGetValue(session, out var last) ? Idle - (now - last) : Idle;
        return new SessionLeft((int)Math.Max(0, (age < idle ? age : idle).TotalSeconds), idle <= age);
    }

    /// <summary>The person did something.</summary>
    public void Saw(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(StaffClaims.Session) is not { } session)
            return;
        var now = clock.GetUtcNow();
        if (!_seen.ContainsKey(session))
            Forget(_seen, last => now - last >= Idle);
        _seen[session] = now;
    }

    public void End(ClaimsPrincipal principal)
    {
        var now = clock.GetUtcNow();
        Forget(_ended, end => now - end >= Longest);
        if (principal.FindFirstValue(StaffClaims.Session) is { } session)
            _ended[session] = now;
    }

    private static void Forget(ConcurrentDictionary<string, DateTimeOffset> sessions, Func<DateTimeOffset, bool> isStale)
    {
        foreach (var (session, at) in sessions)
        {
            if (isStale(at))
                sessions.TryRemove(session, out _);
        }
    }
}

/// <param name="Seconds">Until the session ends by itself.</param>
/// <param name="CanStay">False when it is over by its age.</param>
internal sealed record SessionLeft(int Seconds, bool CanStay);

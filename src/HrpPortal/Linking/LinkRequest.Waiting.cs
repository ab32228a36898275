namespace HrpPortal.Linking;

/// <summary>What keeps a request from being sent: a permission that is asked for, refused or blocked, or a gateway that is away.</summary>
public sealed partial class LinkRequest
{
    /// <summary>Stays as it is until the authentication ends; <paramref name="lookAgainAt"/> is the net below a lost wake-up.</summary>
    public void WaitForPermission(Guid authenticationId, DateTime lookAgainAt, DateTime now, LinkReason reason = LinkReason.AskingPermission)
    {
        RequireWaiting(LinkTransition.T2);
        NextAttemptAt = lookAgainAt;
        if (AuthenticationId == authenticationId && Reason == reason) return;
        (AuthenticationId, Reason, UpdatedAt) = (authenticationId, reason, now);
        Version++;
    }

    /// <summary>ABDM is out of order for permissions too: waits as before, and people see when it is asked again.</summary>
    public void PermissionDelayed(Guid authenticationId, DateTime next, DateTime now)
    {
        RequireWaiting(LinkTransition.T2);
        (AuthenticationId, NextAttemptAt, Reason, UpdatedAt) = (authenticationId, next, LinkReason.PermissionDelayed, now);
        Version++;
    }

    /// <summary>The permission that was at hand went to another request, or has just come: look, and ask if need be, at once.</summary>
    public void PermissionGone(DateTime now)
    {
        RequireWaiting(LinkTransition.T2);
        (AuthenticationId, NextAttemptAt, UpdatedAt) = (null, now, now);
        Version++;
    }

    /// <summary>The permission was refused: a person must mend the details or the address (guarantees, "The token comes first").</summary>
    public void PermissionStopped(LinkReason reason, string? code, string? message, DateTime now)
    {
        if (State is LinkState.NeedsHuman) return;
        RequireWaiting(LinkTransition.T16);
        (ErrorCode, ErrorMessage) = (code, message);
        Move(LinkTransition.T16, LinkState.NeedsHuman, LinkActor.Abdm, now, reason, code: code);
    }

    /// <summary>A block of the address at ABDM ends by itself: the request waits for that end.</summary>
    public void PermissionHeld(DateTime until, string? code, DateTime now)
    {
        RequireWaiting(LinkTransition.T2);
        (AuthenticationId, NextAttemptAt, ErrorCode, Reason, UpdatedAt) = (null, until, code, LinkReason.PermissionBlocked, now);
        Version++;
    }

    /// <summary>Nothing is attempted while the gateway is known to be away or our clock to be off: queueing goes on, no try is used up.</summary>
    public bool HeldBack(LinkReason reason, DateTime next, DateTime now)
    {
        if (!Waits) return false;
        (NextAttemptAt, Reason, UpdatedAt) = (next, reason, now);
        Version++;
        return true;
    }

    private void RequireWaiting(LinkTransition transition)
    {
        if (!Waits) throw new IllegalTransitionException(transition, State);
    }
}

using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>"The token comes first": whether a request may be sent now, must wait for ABDM's permission, or needs a person.</summary>
public sealed class LinkPermission(IDbContextFactory<PortalDb> databases, LinkStore store, Permissions permissions, TimeProvider clock)
{
    /// <summary>The end of the authentication wakes the request; this is the net below a wake-up that was lost.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    /// <summary>The authentication goes first when both are due; the request then looks what became of it.</summary>
    private static readonly TimeSpan BetweenAsking = TimeSpan.FromSeconds(1);

    /// <summary>True when it can be sent. Otherwise what it waits for is written down with it.</summary>
    public async Task<bool> IsAtHandAsync(LinkRequest seen, OutboxLease lease, CancellationToken cancellationToken)
    {
        bool hasLeft;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            // The patient said no to ABDM for good or for a while (protocol, 5.4): asked last before sending, so that nothing slips through.
            hasLeft = await db.HasLeftAsync(seen.HipId, seen.AddressKey, cancellationToken);

            // context/notify needs no linking token: it survives the token's end (protocol, 5.2).
            if (!hasLeft && (seen.Kind == LinkKind.ExistingCareContext
                || await permissions.FindAsync(db, seen.Dialect, seen.HipId, seen.AddressKey, seen.Id, cancellationToken) is not null)) return true;
        }

        if (hasLeft)
        {
            await store.ChangeAsync(seen.Id, (_, request) => Task.FromResult(request.Waits && Stop(request)), lease, cancellationToken);
            return false;
        }

        var waitsFor = await KnownAsync(seen, cancellationToken)
            ?? await permissions.BlockOfAsync(seen.Dialect, seen.HipId, seen.AddressKey, cancellationToken)
            ?? await permissions.AskAsync(
                seen.Dialect, seen.HipId, seen.PatientId, seen.PhrAddress, seen.AddressKey, LinkRequest.OutboxKeyOf(seen.HipId, seen.AddressKey), cancellationToken);
        await store.ChangeAsync(seen.Id, (db, request) => WaitAsync(db, request, waitsFor, cancellationToken), lease, cancellationToken);
        return false;
    }

    private bool Stop(LinkRequest request)
    {
        request.PermissionStopped(LinkReason.AddressLeft, null, null, clock.Utc());
        return true;
    }

    /// <summary>Takes a free token for this request, in the commit that begins its attempt.</summary>
    public async Task<LinkingToken?> TakeAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind == LinkKind.ExistingCareContext) return null;
        var token = await permissions.FindAsync(db, request.Dialect, request.HipId, request.AddressKey, request.Id, cancellationToken);
        token?.Reserve(request.Id, clock.Utc());
        return token;
    }

    /// <summary>Read inside the commit: an authentication that ended meanwhile is not waited for.</summary>
    private async Task<bool> WaitAsync(PortalDb db, LinkRequest request, Guid authenticationId, CancellationToken cancellationToken)
    {
        if (!request.Waits) return false;
        var now = clock.Utc();
        var authentication = await db.Set<Authentication>().AsNoTracking().SingleAsync(one => one.Id == authenticationId, cancellationToken);
        switch (authentication.State)
        {
            case AuthenticationState.Granted or AuthenticationState.Replaced:
                request.PermissionGone(now);
                return true;
            case AuthenticationState.Refused when authentication.BlockedUntil is { } until && until > now:
                request.PermissionHeld(until, authentication.ErrorCode, now);
                return true;
            case AuthenticationState.Refused or AuthenticationState.Failed or AuthenticationState.Denied or AuthenticationState.Expired:
                request.PermissionStopped(ReasonOf(authentication), authentication.ErrorCode, authentication.ErrorMessage, now);
                return true;
            case AuthenticationState.Ready when authentication.IsPutOff(now):
                request.PermissionDelayed(authenticationId, authentication.NextAt!.Value + BetweenAsking, now);
                return true;
            default:
                request.WaitForPermission(authenticationId, now + LookAgain, now, authentication.IsByPerson ? LinkReason.AskingPatient : LinkReason.AskingPermission);
                return true;
        }
    }

    /// <summary>
    /// What it waits for already, whether that is open or was answered meanwhile: nothing new is asked beside it. When a person
    /// gave up asking the patient, the answer from before that stands again.
    /// </summary>
    private async Task<Guid?> KnownAsync(LinkRequest seen, CancellationToken cancellationToken)
    {
        if (seen.AuthenticationId is not { } known) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var waitedFor = await db.Set<Authentication>().AsNoTracking().SingleAsync(one => one.Id == known, cancellationToken);
        return waitedFor switch
        {
            { State: AuthenticationState.Granted } => null,
            { State: AuthenticationState.Replaced, IsByPerson: false } => null,
            { State: AuthenticationState.Replaced } => await permissions.RefusedBeforeAsync(waitedFor, cancellationToken),
            _ => known,
        };
    }

    private static LinkReason ReasonOf(Authentication authentication)
    {
        switch (authentication.State)
        {
            case AuthenticationState.Failed: return LinkReason.AttemptsUsedUp;
            case AuthenticationState.Denied: return LinkReason.PermissionDenied;
            case AuthenticationState.Expired: return LinkReason.PermissionUnanswered;
        }

        var endpoint = authentication.Dialect == GatewayDialect.V3 ? CallbackPaths.OnGenerateToken : CallbackPaths.OnConfirm;
        return GatewayErrors.Find(endpoint, authentication.ErrorCode, authentication.ErrorMessage) switch
        {
            { Name: ErrorName.AddressUnknown } => LinkReason.AddressUnknown,
            { Class: ErrorClass.WrongPerson } => LinkReason.DetailsDiffer,
            _ => LinkReason.PermissionRefused,
        };
    }
}

using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>"The token comes first": whether a request may be sent now, must wait for ABDM's permission, or needs a person. All in the commit that acts on it.</summary>
public sealed class LinkPermission(Permissions permissions, TimeProvider clock)
{
    /// <summary>The end of the authentication wakes the request; this is the net below a wake-up that was lost.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    /// <summary>The authentication goes first when both are due; the request then looks what became of it.</summary>
    private static readonly TimeSpan BetweenAsking = TimeSpan.FromSeconds(1);

    /// <summary>Null when it cannot be sent now: what it waits for is written down in it.</summary>
    public async Task<PermissionAtHand?> FindAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        // The patient said no to ABDM for good or for a while (protocol, 5.4): asked last before sending, so that nothing slips through.
        if (await db.HasLeftAsync(request.HipId, request.AddressKey, cancellationToken))
        {
            request.PermissionStopped(LinkReason.AddressLeft, null, null, clock.Utc());
            return null;
        }

        // context/notify needs no linking token: it survives the token's end (protocol, 5.2).
        if (request.Kind == LinkKind.ExistingCareContext) return new PermissionAtHand(null);
        if (await permissions.FindAsync(db, request.Dialect, request.HipId, request.AddressKey, request.Id, cancellationToken) is { } token) return new PermissionAtHand(token);
        WaitFor(
            request,
            await KnownAsync(db, request, cancellationToken)
            ?? await permissions.BlockOfAsync(db, request.Dialect, request.HipId, request.AddressKey, cancellationToken)
            ?? await permissions.AskAsync(
                db, request.Dialect, request.HipId, request.PatientId, request.PhrAddress, request.AddressKey, LinkRequest.OutboxKeyOf(request.HipId, request.AddressKey),
                cancellationToken));
        return null;
    }

    /// <summary>An authentication that ends meanwhile touches the request's outbox row: then this commit fails, and it is looked at anew.</summary>
    private void WaitFor(LinkRequest request, Authentication authentication)
    {
        var now = clock.Utc();
        switch (authentication.State)
        {
            case AuthenticationState.Granted or AuthenticationState.Replaced:
                request.PermissionGone(now);
                break;
            case AuthenticationState.Refused when authentication.BlockedUntil is { } until && until > now:
                request.PermissionHeld(until, authentication.ErrorCode, now);
                break;
            case AuthenticationState.Refused or AuthenticationState.Failed or AuthenticationState.Denied or AuthenticationState.Expired:
                request.PermissionStopped(ReasonOf(authentication), authentication.ErrorCode, authentication.ErrorMessage, now);
                break;
            case AuthenticationState.Ready when authentication.IsPutOff(now):
                request.PermissionDelayed(authentication.Id, authentication.NextAt!.Value + BetweenAsking, now);
                break;
            default:
                request.WaitForPermission(authentication.Id, now + LookAgain, now, authentication.IsByPerson ? LinkReason.AskingPatient : LinkReason.AskingPermission);
                break;
        }
    }

    /// <summary>
    /// What it waits for already, whether that is open or was answered meanwhile: nothing new is asked beside it. When a person
    /// gave up asking the patient, the answer from before that stands again.
    /// </summary>
    private async Task<Authentication?> KnownAsync(PortalDb db, LinkRequest request, CancellationToken cancellationToken)
    {
        if (request.AuthenticationId is not { } known) return null;
        var waitedFor = await db.Set<Authentication>().AsNoTracking().SingleAsync(one => one.Id == known, cancellationToken);
        return waitedFor switch
        {
            { State: AuthenticationState.Granted } => null,
            { State: AuthenticationState.Replaced, IsByPerson: false } => null,
            { State: AuthenticationState.Replaced } => await permissions.RefusedBeforeAsync(db, waitedFor, cancellationToken),
            _ => waitedFor,
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

/// <param name="Token">Free, or held already by the request; null where none is needed.</param>
public sealed record PermissionAtHand(LinkingToken? Token);

using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.LinkingTokens;

/// <summary>
/// The outgoing half. v0.5: init, then confirm with the details on file; v3: all in one call. Asking a patient begins with
/// fetch-modes, and whatever goes wrong goes back to the person at the desk. The patient's code alone is not sent by the outbox.
/// </summary>
public sealed class AuthenticationSender(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, IGatewayApi gateway, GatewayWeather weather, CrashPoints crash, TimeProvider clock) : IOutboxSender
{
    /// <summary>The gateway forgets a request after 5 to 10 minutes: no callback after this means that none will come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public string Kind => AuthenticationStore.OutboxKind;

    /// <summary>What is next is decided on what its commit reads; a call is committed before its bytes leave.</summary>
    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var requestId = Guid.NewGuid();
        Authentication? begun = null;
        await store.StepAsync(lease.SubjectId, (_, one) => Task.FromResult((begun = Begin(one, requestId)) is not null), lease, cancellationToken);
        if (begun is null) return;
        crash.Reach(CrashPoint.AfterAttemptCommit);
        await SendAsync(begun, await BodyAsync(begun, requestId, cancellationToken), cancellationToken);
    }

    /// <summary>Null when nothing is to be sent now.</summary>
    private Authentication? Begin(Authentication authentication, Guid requestId)
    {
        var now = clock.Utc();
        switch (authentication.State)
        {
            case AuthenticationState.Ready when weather.Of(authentication.Dialect).HoldNow() is { } hold:
                authentication.HeldBack(hold.Next.UtcDateTime);
                return null;
            case AuthenticationState.Ready:
                crash.Reach(CrashPoint.BeforeAttemptCommit);
                authentication.BeginExchange(requestId, now);
                return authentication;
            case AuthenticationState.Sending or AuthenticationState.Waiting:
                // A crash while the bytes left, or no answer in time. Asking again links nothing, so simply start over.
                var wait = authentication.State == AuthenticationState.Sending ? TimeSpan.Zero : OutboxBackoff.After(authentication.Tries);
                authentication.StartOver(authentication.Current!.RequestId, null, null, now + wait, now);
                return null;
            default:
                authentication.Expire(now);
                return null;
        }
    }

    /// <summary>
    /// Confirms with the code that was typed just now. It is written nowhere, so that no outbox could send it; its exchange is
    /// committed first all the same, for the answer that may come sooner than ours. False: no code is waited for.
    /// </summary>
    public async Task<bool> SendCodeAsync(Guid id, Secret code)
    {
        var requestId = Guid.NewGuid();
        Authentication? begun = null;
        await store.StepAsync(id, (_, one) => Task.FromResult((begun = one.BeginCode(requestId, clock.Utc()) ? one : null) is not null));
        if (begun is null) return false;
        crash.Reach(CrashPoint.AfterAttemptCommit);
        await SendAsync(begun, new ConfirmAuthRequest(requestId, clock.GetUtcNow(), begun.TransactionId!, AuthCredential.Otp(code)), CancellationToken.None);
        return true;
    }

    private async Task SendAsync(Authentication seen, GatewayRequest body, CancellationToken cancellationToken)
    {
        var requestId = body.RequestId;
        var reply = await gateway.SendAsync(body, PhrAddress.CmId(seen.PhrAddress), cancellationToken);
        crash.Reach(CrashPoint.AfterAccepted);

        var now = clock.Utc();
        var giveUpAt = now + (seen.IsByPerson ? Authentication.AtTheDesk : Patience);
        await store.StepAsync(
            seen.Id,
            (db, one) => Task.FromResult(db.Note(reply, requestId, now) switch
            {
                GatewayReply.Accepted accepted => one.Waits(requestId, accepted.Status, giveUpAt),
                GatewayReply.Failed { Fault: { Kind: FaultKind.Unknown or FaultKind.Replayed } fault } => one.Waits(requestId, fault.HttpStatus, giveUpAt),
                GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault } => one.Refused(requestId, fault.Code, fault.Message, null, now),
                GatewayReply.Failed { Fault: var fault } => one.StartOver(requestId, fault.Code, fault.Message, now + OutboxBackoff.After(one.Tries), now),
                _ => throw new InvalidOperationException("A reply is either accepted or failed."),
            }),
            cancellationToken: cancellationToken);
    }

    private async Task<GatewayRequest> BodyAsync(Authentication authentication, Guid requestId, CancellationToken cancellationToken) => authentication.Step switch
    {
        AuthenticationStep.FetchModes => new FetchAuthModesRequest(
            requestId, clock.GetUtcNow(), new AuthModesQuery(authentication.PhrAddress, PurposeOf(authentication), Requester.Hip(authentication.HipId))),
        AuthenticationStep.Init => InitBody(authentication, requestId),
        AuthenticationStep.Confirm => ConfirmBody(authentication, requestId, await PatientAsync(authentication, cancellationToken)),
        AuthenticationStep.GenerateToken => TokenBody(authentication, requestId, await PatientAsync(authentication, cancellationToken)),
        _ => throw new InvalidOperationException($"There is no step {authentication.Step}."),
    };

    private InitAuthRequest InitBody(Authentication authentication, Guid requestId) => new(
        requestId,
        clock.GetUtcNow(),
        new AuthInitQuery(authentication.PhrAddress, PurposeOf(authentication), ModeOf(authentication), Requester.Hip(authentication.HipId)));

    private static string PurposeOf(Authentication authentication) =>
        authentication.Purpose == AuthenticationPurpose.KycAndLink ? AuthPurpose.KycAndLink : AuthPurpose.Link;

    private static string ModeOf(Authentication authentication) => authentication.Chosen switch
    {
        AuthenticationMethod.MobileOtp => AuthMode.MobileOtp,
        AuthenticationMethod.AadhaarOtp => AuthMode.AadhaarOtp,
        AuthenticationMethod.Direct => AuthMode.Direct,
        _ => AuthMode.Demographics,
    };

    /// <summary>To the letter what is on file: the consent manager compares it with the patient's own profile (protocol, 4.3).</summary>
    private ConfirmAuthRequest ConfirmBody(Authentication authentication, Guid requestId, Patient patient)
    {
        var details = new Demographic(patient.Name, patient.Gender.ToString(), Demographic.Day(patient.BirthDate));
        return new ConfirmAuthRequest(requestId, clock.GetUtcNow(), authentication.TransactionId!, AuthCredential.Of(details));
    }

    /// <summary>The ABHA number goes along when it is known, and is then asked for again with every link (protocol, 7.3 and 7.4).</summary>
    private GenerateTokenRequest TokenBody(Authentication authentication, Guid requestId, Patient patient) => new(
        requestId, clock.GetUtcNow(), authentication.HipId, authentication.PhrAddress, patient.AbhaNumber, patient.Name, patient.Gender.ToString(), patient.BirthDate.Year);

    private async Task<Patient> PatientAsync(Authentication authentication, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == authentication.PatientId, cancellationToken);
    }
}

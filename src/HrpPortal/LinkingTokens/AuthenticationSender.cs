using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.LinkingTokens;

/// <summary>The outgoing half of demographic authentication: init, then confirm with the details on file.</summary>
public sealed class AuthenticationSender(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, IGatewayApi gateway, GatewayWeather weather, CrashPoints crash, TimeProvider clock) : IOutboxSender
{
    /// <summary>The gateway forgets a request after 5 to 10 minutes: no callback after this means that none will come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public string Kind => AuthenticationStore.OutboxKind;

    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var authentication = await db.Set<Authentication>().AsNoTracking().Include(one => one.Exchanges).SingleAsync(one => one.Id == lease.SubjectId, cancellationToken);
        switch (authentication.State)
        {
            case AuthenticationState.Ready:
                await SendStepAsync(lease, authentication, cancellationToken);
                break;
            case AuthenticationState.Sending or AuthenticationState.Waiting:
                // A crash while the bytes left, or no answer in time. Asking again links nothing, so simply start over.
                var now = clock.Utc();
                var wait = authentication.State == AuthenticationState.Sending ? TimeSpan.Zero : OutboxBackoff.After(authentication.Exchanges.Count);
                await store.StepAsync(
                    lease.SubjectId,
                    (_, one) => Task.FromResult(one.StartOver(authentication.Current!.RequestId, null, null, now + wait, now)),
                    lease,
                    cancellationToken);
                break;
        }
    }

    private async Task SendStepAsync(OutboxLease lease, Authentication seen, CancellationToken cancellationToken)
    {
        if (weather.HoldNow() is { } hold)
        {
            await store.StepAsync(seen.Id, (_, one) => Task.FromResult(one.HeldBack(hold.Next.UtcDateTime)), lease, cancellationToken);
            return;
        }

        crash.Reach(CrashPoint.BeforeAttemptCommit);
        var requestId = Guid.NewGuid();
        await store.StepAsync(seen.Id, (_, one) => Task.FromResult(one.BeginExchange(requestId, clock.Utc()) is not null), lease, cancellationToken);
        crash.Reach(CrashPoint.AfterAttemptCommit);

        GatewayRequest body = seen.Step == AuthenticationStep.Init ? InitBody(seen, requestId) : await ConfirmBodyAsync(seen, requestId, cancellationToken);
        var reply = await gateway.SendAsync(body, PhrAddress.CmId(seen.PhrAddress), cancellationToken);
        crash.Reach(CrashPoint.AfterAccepted);

        var now = clock.Utc();
        await store.StepAsync(
            seen.Id,
            (db, one) => Task.FromResult(db.Note(reply, requestId, now) switch
            {
                GatewayReply.Accepted accepted => one.Waits(requestId, accepted.Status, now + Patience),
                GatewayReply.Failed { Fault: { Kind: FaultKind.Unknown or FaultKind.Replayed } fault } => one.Waits(requestId, fault.HttpStatus, now + Patience),
                GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault } => one.Refused(requestId, fault.Code, fault.Message, null, now),
                GatewayReply.Failed { Fault: var fault } => one.StartOver(requestId, fault.Code, fault.Message, now + OutboxBackoff.After(one.Exchanges.Count), now),
                _ => throw new InvalidOperationException("A reply is either accepted or failed."),
            }),
            cancellationToken: cancellationToken);
    }

    private InitAuthRequest InitBody(Authentication authentication, Guid requestId) => new(
        requestId,
        clock.GetUtcNow(),
        new AuthInitQuery(authentication.PhrAddress, AuthPurpose.Link, AuthMode.Demographics, Requester.Hip(authentication.HipId)));

    /// <summary>To the letter what is on file: the consent manager compares it with the patient's own profile (protocol, 4.3).</summary>
    private async Task<ConfirmAuthRequest> ConfirmBodyAsync(Authentication authentication, Guid requestId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == authentication.PatientId, cancellationToken);
        var details = new Demographic(patient.Name, patient.Gender.ToString(), Demographic.Day(patient.BirthDate));
        return new ConfirmAuthRequest(requestId, clock.GetUtcNow(), authentication.TransactionId!, AuthCredential.Of(details));
    }
}

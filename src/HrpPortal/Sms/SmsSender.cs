using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Sms;

/// <summary>
/// Sends what was asked for. Only what surely did not get there is sent again; a call that broke on its way, or a portal that died
/// over it, is waited for like one that was taken: a patient gets no SMS twice by mistake.
/// </summary>
public sealed class SmsSender(
    IDbContextFactory<PortalDb> databases, SmsStore store, FacilityDirectory facilities, AddressDomain domain, IGatewayApi gateway, GatewayWeather weather, CrashPoints crash,
    TimeProvider clock)
    : IOutboxSender
{
    public string Kind => SmsStore.OutboxKind;

    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var invitation = await db.Set<SmsInvitation>().AsNoTracking().SingleAsync(one => one.Id == lease.SubjectId, cancellationToken);
        switch (invitation.State)
        {
            case SmsState.Asked:
                await SendAsync(lease, invitation, domain.Name, cancellationToken);
                break;
            case SmsState.Sending:
                await store.StepAsync(invitation.Id, (_, one) => one.Waits(clock.Utc()), lease, cancellationToken);
                break;
            case SmsState.Accepted:
                await store.StepAsync(invitation.Id, (_, one) => one.NotAnswered(clock.Utc()), lease, cancellationToken);
                break;
        }
    }

    private async Task SendAsync(OutboxLease lease, SmsInvitation invitation, string cmId, CancellationToken cancellationToken)
    {
        if (weather.Of(invitation.Dialect).HoldNow() is { } hold)
        {
            await store.StepAsync(invitation.Id, (_, one) => one.NotTaken(null, null, hold.Next.UtcDateTime, clock.Utc()), lease, cancellationToken);
            return;
        }

        var requestId = Guid.NewGuid();
        crash.Reach(CrashPoint.BeforeAttemptCommit);
        await store.StepAsync(invitation.Id, (_, one) => one.Begin(requestId), lease, cancellationToken);
        crash.Reach(CrashPoint.AfterAttemptCommit);
        var reply = await gateway.SendAsync(RequestOf(invitation, requestId), cmId, cancellationToken);
        crash.Reach(CrashPoint.AfterAccepted);
        await store.StepAsync(invitation.Id, (db, one) => Settle(one, db.Note(reply, requestId, clock.Utc()), clock.Utc()), cancellationToken: cancellationToken);
    }

    private static void Settle(SmsInvitation invitation, GatewayReply reply, DateTime now)
    {
        switch (reply)
        {
            case GatewayReply.Accepted:
            case GatewayReply.Failed { Fault.Kind: FaultKind.Unknown or FaultKind.Replayed }:
                invitation.Waits(now);
                break;
            case GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault }:
                invitation.Refused(fault.Code, fault.Message, now);
                break;
            case GatewayReply.Failed { Fault: var fault }:
                invitation.NotTaken(fault.Code, fault.Message, now + OutboxBackoff.After(invitation.Tries), now);
                break;
        }
    }

    private GatewayRequest RequestOf(SmsInvitation invitation, Guid requestId)
    {
        var name = facilities.Find(invitation.HipId)?.Name ?? invitation.HipId;
        var body = new SmsNotification(SmsNotification.Phone(invitation.Mobile), new SmsHip(name, invitation.HipId));
        return invitation.Dialect == GatewayDialect.V3
            ? new SmsNotifyV3Request(requestId, clock.GetUtcNow(), invitation.HipId, body)
            : new SmsNotifyRequest(requestId, clock.GetUtcNow(), body);
    }
}

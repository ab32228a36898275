using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Calls;

/// <summary>Sends what we owe: at once, then after 2, 5, 15 and 60 s, as long as ABDM remembers its call.</summary>
public sealed class CallSender(IDbContextFactory<PortalDb> databases, CallStore store, CallbackBodies bodies, IGatewayApi gateway, GatewayWeather weather, TimeProvider clock)
    : IOutboxSender
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];

    public string Kind => CallStore.OutboxKind;

    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var call = await ReadAsync(lease.SubjectId, cancellationToken);
        if (call.State is AbdmCallState.Answered or AbdmCallState.GivenUp) return;
        if (weather.Of(call.Dialect).HoldNow() is { } hold)
        {
            await store.ChangeAsync(call.Id, (_, own) => Changed(() => own.NotTaken(null, null, hold.Next.UtcDateTime)), lease, cancellationToken);
            return;
        }

        await store.ChangeAsync(call.Id, (_, own) => Changed(() => own.Begin(clock.Utc())), lease, cancellationToken);
        var requestId = Guid.NewGuid();
        var answer = new KeptRequest(requestId, clock.GetUtcNow(), call.Dialect, call.AnswerPath, call.HipId, bodies.Open(call.ProtectedAnswer));
        var reply = await gateway.SendAsync(answer, call.CmId, cancellationToken);
        await store.ChangeAsync(call.Id, (db, own) => Changed(() => Settle(own, db.Note(reply, requestId, clock.Utc()))), cancellationToken: cancellationToken);
    }

    private void Settle(AbdmCall call, GatewayReply reply)
    {
        switch (reply)
        {
            case GatewayReply.Accepted accepted:
                call.Answered(accepted.Status, clock.Utc());
                break;
            case GatewayReply.Failed { Fault: { Kind: FaultKind.Refused } fault }:
                call.NotTaken(fault.HttpStatus, fault.Code, next: null);
                break;
            case GatewayReply.Failed { Fault: var fault }:
                call.NotTaken(fault.HttpStatus, fault.Code, clock.Utc() + Pauses[Math.Min(call.Tries, Pauses.Length) - 1]);
                break;
        }
    }

    private static Task<bool> Changed(Action change)
    {
        change();
        return Task.FromResult(true);
    }

    private async Task<AbdmCall> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AbdmCall>().AsNoTracking().SingleAsync(call => call.Id == id, cancellationToken);
    }
}

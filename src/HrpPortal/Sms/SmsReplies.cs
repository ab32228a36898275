using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Sms;

/// <summary>What ABDM says became of an SMS: sent, or not and why. An answer that says neither is no answer (protocol, 5.3).</summary>
public sealed class SmsReplies(IDbContextFactory<PortalDb> databases, SmsStore store, TimeProvider clock) : ICallbackHandler
{
    public IReadOnlyCollection<string> Paths => [CallbackPaths.OnSmsNotify, CallbackPaths.OnSmsNotifyV3];

    public async Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var requestIds = callbacks.Select(callback => callback.RespRequestId).Distinct().ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var asked = await db.Set<SmsInvitation>().AsNoTracking().Where(one => one.RequestId != null && requestIds.Contains(one.RequestId.Value))
            .ToDictionaryAsync(one => one.RequestId!.Value, cancellationToken);
        var outcomes = callbacks.Select(callback => OutcomeOf(callback, asked.GetValueOrDefault(callback.RespRequestId))).ToList();
        var mine = callbacks.Where((_, i) => outcomes[i] == CallbackOutcome.Applied).ToList();
        if (mine.Count > 0) await store.ChangeManyAsync([.. mine.Select(one => asked[one.RespRequestId].Id).Distinct()], StepAllAsync, cancellationToken);
        return outcomes;

        async Task<IReadOnlyCollection<SmsInvitation>> StepAllAsync(PortalDb own, IReadOnlyDictionary<Guid, SmsInvitation> invitations)
        {
            var now = clock.Utc();
            var (changed, marks) = (new HashSet<SmsInvitation>(), await InboxMarks.OpenAsync(own, mine, cancellationToken));
            foreach (var callback in mine.Where(one => marks.Apply(one, now)))
            {
                var invitation = invitations[asked[callback.RespRequestId].Id];
                Step(own, invitation, callback, now);
                changed.Add(invitation);
            }

            return changed;
        }
    }

    private static CallbackOutcome OutcomeOf(ReceivedCallback callback, SmsInvitation? asked)
    {
        if (asked is null || AbdmCalls.DialectOf(callback.Path) != asked.Dialect) return CallbackOutcome.Orphan;
        return callback.MaySpeakOf(asked.HipId) ? CallbackOutcome.Applied : CallbackOutcome.OtherFacility;
    }

    private static void Step(PortalDb db, SmsInvitation invitation, ReceivedCallback callback, DateTime now)
    {
        if (callback.Body.IsSuccessAt(callback.Path))
        {
            invitation.Sent(now);
            return;
        }

        if (callback.Body is { Error: null, Status: null, AcknowledgementStatus: null }) return;
        var error = callback.Body.Error;
        if (error is not null) db.Note(callback.Path, error.Code, error.Message, callback.RespRequestId, now);
        invitation.Refused(error?.Code, error?.Message, now);
    }
}

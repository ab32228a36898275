using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>ABDM's answer → the next step of the request (protocol, 5.1 and 8.4).</summary>
public sealed class LinkReplies(IDbContextFactory<PortalDb> databases, LinkStore store, LinkCounters counters, CrashPoints crash, TimeProvider clock) : ICallbackHandler
{
    public IReadOnlyCollection<string> Paths => [CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify, CallbackPaths.OnCareContext, CallbackPaths.OnContextNotifyV3];

    public async Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var asked = await AskedAsync(callbacks, cancellationToken);
        var outcomes = callbacks.Select(callback => OutcomeOf(callback, asked.GetValueOrDefault(callback.RespRequestId))).ToList();
        var mine = callbacks.Where((_, i) => outcomes[i] == CallbackOutcome.Applied).ToList();
        var contradictions = 0;
        if (mine.Count > 0) await store.ChangeManyAsync([.. mine.Select(one => asked[one.RespRequestId].LinkRequestId).Distinct()], AnswerAllAsync, cancellationToken);
        counters.Contradicted(contradictions);
        return outcomes;

        async Task<IReadOnlyCollection<LinkRequest>> AnswerAllAsync(PortalDb own, IReadOnlyDictionary<Guid, LinkRequest> requests)
        {
            contradictions = 0;
            var now = clock.Utc();
            var (changed, marks) = (new HashSet<LinkRequest>(), await InboxMarks.OpenAsync(own, mine, cancellationToken));
            foreach (var callback in mine.Where(one => marks.Apply(one, now)))
            {
                var request = requests[asked[callback.RespRequestId].LinkRequestId];
                await AnswerAsync(own, request, callback, now, cancellationToken);
                crash.Reach(CrashPoint.MidApply);
                if (request.Events[^1].Contradicts) contradictions++;
                changed.Add(request);
            }

            return changed;
        }
    }

    private async Task<Dictionary<Guid, Asked>> AskedAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var requestIds = callbacks.Select(callback => callback.RespRequestId).Distinct().ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await (
            from attempt in db.Set<LinkAttempt>()
            join request in db.Set<LinkRequest>() on attempt.LinkRequestId equals request.Id
            where requestIds.Contains(attempt.RequestId)
            select new Asked(attempt.RequestId, attempt.LinkRequestId, attempt.HipId, request.Kind)).ToDictionaryAsync(one => one.RequestId, cancellationToken);
    }

    private static CallbackOutcome OutcomeOf(ReceivedCallback callback, Asked? asked)
    {
        if (asked is null || asked.Kind != KindOf(callback.Path)) return CallbackOutcome.Orphan;
        return callback.MaySpeakOf(asked.HipId) ? CallbackOutcome.Applied : CallbackOutcome.OtherFacility;
    }

    private static async Task AnswerAsync(PortalDb db, LinkRequest request, ReceivedCallback callback, DateTime now, CancellationToken cancellationToken)
    {
        var requestId = callback.RespRequestId;
        if (callback.Body.IsSuccessAt(callback.Path))
        {
            request.Succeeded(requestId, now);
            return;
        }

        var (code, message) = callback.Body.Error is { } error
            ? (error.Code, error.Message)
            : (null, $"ABDM answered with status {callback.Body.AcknowledgementStatus ?? "none"} and no error.");
        db.Note(callback.Path, code, message, requestId, now);
        await LinkRefusal.TakeAsync(db, request, requestId, new WireAnswer(callback.Path, code, message), now, cancellationToken);
    }

    private static LinkKind KindOf(string path) =>
        path is CallbackPaths.OnAddContexts or CallbackPaths.OnCareContext ? LinkKind.NewCareContexts : LinkKind.ExistingCareContext;

    /// <summary>The question of ours that a callback answers.</summary>
    private sealed record Asked(Guid RequestId, Guid LinkRequestId, string HipId, LinkKind Kind);
}

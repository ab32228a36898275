using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using AbdmCall = HrpPortal.Calls.AbdmCall;

namespace HrpPortal.LinkingTokens;

/// <summary>
/// The patient decided in the app (users/auth/notify). It belongs to the transaction that on-init opened, and not to a question
/// of ours; our acknowledgement is committed with what the decision changed (protocol, 4.4). For a transaction that nobody here
/// opened it is kept as unknown, and acknowledged all the same: ABDM asks whether the call came, not whether it was of use.
/// </summary>
public sealed class ApprovalCalls(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, TokenGrants grants, CallStore calls, AddressDomain domain, CrashPoints crash, TimeProvider clock) : ICallbackHandler
{
    public IReadOnlyCollection<string> Paths => [AbdmCalls.AuthNotify];

    public async Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var said = callbacks.Select(callback => AuthNotify.TryRead(callback.Bytes.Span, out var notify) ? notify : null).ToList();
        var transactions = said.Select(one => one?.TransactionId).OfType<string>().Distinct().ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var asked = (await db.Set<AuthenticationExchange>().AsNoTracking()
            .Where(one => one.Method == AuthenticationMethod.Direct && one.TransactionId != null && transactions.Contains(one.TransactionId)).ToListAsync(cancellationToken))
            .ToLookup(one => (one.HipId, one.TransactionId));
        var mine = callbacks.Select((callback, i) => (Callback: callback, Said: said[i], Asked: asked[(callback.HipId, said[i]?.TransactionId)].FirstOrDefault())).ToList();
        var known = mine.Where(one => one is { Said: not null, Asked: not null }).ToList();
        if (known.Count > 0) await store.StepManyAsync([.. known.Select(one => one.Asked!.AuthenticationId).Distinct()], StepAllAsync, cancellationToken);
        await KeepAsync(db, [.. mine.Except(known)], cancellationToken);
        return [.. mine.Select(one => known.Contains(one) ? CallbackOutcome.Applied : CallbackOutcome.Orphan)];

        async Task<IReadOnlyCollection<Authentication>> StepAllAsync(PortalDb own, IReadOnlyDictionary<Guid, Authentication> authentications)
        {
            var now = clock.Utc();
            var marks = await InboxMarks.OpenAsync(own, known.Select(one => one.Callback), cancellationToken);
            var patients = await grants.PatientsAsync(own, authentications.Values, cancellationToken);
            var changed = new HashSet<Authentication>();
            foreach (var (callback, decision, exchange) in known.Where(one => marks.Apply(one.Callback, now)))
            {
                var authentication = authentications[exchange!.AuthenticationId];
                Step(own, authentication, decision!, patients.GetValueOrDefault(authentication.PatientId), now);
                calls.Owe(own, callback, AnswerTo(callback), PhrAddress.CmId(authentication.PhrAddress), authentication.PatientId);
                crash.Reach(CrashPoint.MidApply);
                changed.Add(authentication);
            }

            return changed;
        }
    }

    /// <summary>Of whom ABDM speaks we do not know; where it does not say, the acknowledgement goes to the consent manager of this portal.</summary>
    private async Task KeepAsync(PortalDb db, IReadOnlyList<(ReceivedCallback Callback, AuthNotify? Said, AuthenticationExchange? Asked)> unknown, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        var asking = unknown.Where(one => !one.Callback.FromBridge).ToList();
        if (asking.Count == 0) return;
        var marks = await InboxMarks.OpenAsync(db, asking.Select(one => one.Callback), cancellationToken);
        foreach (var (callback, decision, _) in asking.Where(one => marks.Keep(one.Callback, AbdmCall.Window, now)))
            calls.Owe(db, callback, AnswerTo(callback), domain.CmOf(decision?.Patient?.Id), patientId: null);
        await db.SaveChangesAsync(cancellationToken);
    }

    private AcknowledgeAuthRequest AnswerTo(ReceivedCallback callback) => new(Guid.NewGuid(), clock.GetUtcNow(), new AnsweredCall(callback.AskedAs));

    private void Step(PortalDb db, Authentication authentication, AuthNotify decision, Patient? patient, DateTime now)
    {
        if (decision is { IsGranted: true, AccessToken: { } token }) grants.Take(db, authentication, new GrantedToken(null, token, patient, decision.Patient), now);
        else if (decision.IsDenied) authentication.Denied(decision.TransactionId!, now);
    }
}

using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.LinkingTokens;

/// <summary>The incoming half: on-fetch-modes lists the ways, on-init opens the transaction, on-confirm (v3: on-generate-token) brings the token or the refusal.</summary>
public sealed class AuthenticationReplies(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, TokenGrants grants, CrashPoints crash, TimeProvider clock) : ICallbackHandler
{
    public IReadOnlyCollection<string> Paths => [CallbackPaths.OnFetchModes, CallbackPaths.OnInit, CallbackPaths.OnConfirm, CallbackPaths.OnGenerateToken];

    public async Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken)
    {
        var requestIds = callbacks.Select(callback => callback.RespRequestId).Distinct().ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var asked = await db.Set<AuthenticationExchange>().AsNoTracking().Where(one => requestIds.Contains(one.RequestId)).ToDictionaryAsync(one => one.RequestId, cancellationToken);
        var outcomes = callbacks.Select(callback => OutcomeOf(callback, asked.GetValueOrDefault(callback.RespRequestId))).ToList();
        var mine = callbacks.Where((_, i) => outcomes[i] == CallbackOutcome.Applied).ToList();
        if (mine.Count > 0) await store.StepManyAsync([.. mine.Select(one => asked[one.RespRequestId].AuthenticationId).Distinct()], StepAllAsync, cancellationToken);
        return outcomes;

        async Task<IReadOnlyCollection<Authentication>> StepAllAsync(PortalDb own, IReadOnlyDictionary<Guid, Authentication> authentications)
        {
            var now = clock.Utc();
            var (changed, marks) = (new HashSet<Authentication>(), await InboxMarks.OpenAsync(own, mine, cancellationToken));
            var patients = await grants.PatientsAsync(own, authentications.Values, cancellationToken);
            foreach (var callback in mine.Where(one => marks.Apply(one, now)))
            {
                var authentication = authentications[asked[callback.RespRequestId].AuthenticationId];
                Step(own, authentication, callback, patients.GetValueOrDefault(authentication.PatientId), now);
                crash.Reach(CrashPoint.MidApply);
                changed.Add(authentication);
            }

            return changed;
        }
    }

    private static CallbackOutcome OutcomeOf(ReceivedCallback callback, AuthenticationExchange? asked)
    {
        if (asked is null || asked.Step != StepOf(callback.Path)) return CallbackOutcome.Orphan;
        return callback.MaySpeakOf(asked.HipId) ? CallbackOutcome.Applied : CallbackOutcome.OtherFacility;
    }

    private bool Step(PortalDb db, Authentication authentication, ReceivedCallback callback, Patient? patient, DateTime now)
    {
        var (requestId, body) = (callback.RespRequestId, callback.Body);
        if (body is { Error: null, Auth: { Modes.Count: > 0 } offered } && callback.Path == CallbackPaths.OnFetchModes)
            return authentication.ModesCame(requestId, offered.Modes, now);
        if (body is { Error: null, Auth.TransactionId: { } transaction } && IsProper(transaction) && callback.Path == CallbackPaths.OnInit)
            return authentication.Initiated(requestId, transaction, body.Auth.Expiry?.UtcDateTime, now);
        if (body is { Error: null, Auth.AccessToken: { } token } && callback.Path == CallbackPaths.OnConfirm)
            return grants.Take(db, authentication, new GrantedToken(requestId, token, patient, body.Auth.Patient), now);
        if (body is { Error: null, LinkToken: { } linkToken } && callback.Path == CallbackPaths.OnGenerateToken)
            return grants.Take(db, authentication, new GrantedToken(requestId, linkToken, patient, null), now);

        var error = body.Error ?? new CallbackError(null, "The answer carries neither what was asked for nor an error.");
        db.Note(callback.Path, error.Code, error.Message, requestId, now);
        return GatewayErrors.Classify(callback.Path, error.Code, error.Message) switch
        {
            _ when IsAboutCode(error) && authentication.CodeNotTaken(requestId, error.Code, error.Message, now) => true,
            ErrorClass.GatewayTrouble or ErrorClass.RepeatOrClock or ErrorClass.Session => authentication.StartOver(
                requestId, error.Code, error.Message, now + OutboxBackoff.After(authentication.Tries), now),
            ErrorClass.Blocked => authentication.Refused(requestId, error.Code, error.Message, now + Authentication.BlockLength, now),
            _ => authentication.Refused(requestId, error.Code, error.Message, null, now),
        };
    }

    /// <summary>Wrong, too old, or refused without saying why (protocol, 4.3): the person at the desk can mend it.</summary>
    private static bool IsAboutCode(CallbackError error) => error.Code is "1405" or "1406" or "1441";

    /// <summary>A UUID in practice. What the store could not hold is no transaction.</summary>
    private static bool IsProper(string transaction) => transaction.Length <= 100 && !transaction.Any(char.IsControl);

    private static AuthenticationStep? StepOf(string path) => path switch
    {
        CallbackPaths.OnFetchModes => AuthenticationStep.FetchModes,
        CallbackPaths.OnInit => AuthenticationStep.Init,
        CallbackPaths.OnConfirm => AuthenticationStep.Confirm,
        CallbackPaths.OnGenerateToken => AuthenticationStep.GenerateToken,
        _ => null,
    };
}

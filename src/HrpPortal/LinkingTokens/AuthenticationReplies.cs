using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.LinkingTokens;

/// <summary>The incoming half: on-init opens the transaction, on-confirm (v3: on-generate-token) brings the token or the refusal.</summary>
public sealed class AuthenticationReplies(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, TokenVault vault, CrashPoints crash, TimeProvider clock) : ICallbackHandler
{
    /// <summary>Every v0.5 token seen lives so long, every v3 token longer; only for one whose <c>exp</c> cannot be read.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(24);

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
            foreach (var callback in mine.Where(one => marks.Apply(one, now)))
            {
                var authentication = authentications[asked[callback.RespRequestId].AuthenticationId];
                Step(own, authentication, callback, now);
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

    private bool Step(PortalDb db, Authentication authentication, ReceivedCallback callback, DateTime now)
    {
        var (requestId, body) = (callback.RespRequestId, callback.Body);
        if (body is { Error: null, Auth.TransactionId: { } transaction } && IsProper(transaction) && callback.Path == CallbackPaths.OnInit)
            return authentication.Initiated(requestId, transaction, body.Auth.Expiry?.UtcDateTime, now);
        if (body is { Error: null, Auth.AccessToken: { } token } && callback.Path == CallbackPaths.OnConfirm)
            return Confirm(db, authentication, requestId, token, now);
        if (body is { Error: null, LinkToken: { } linkToken } && callback.Path == CallbackPaths.OnGenerateToken)
            return Confirm(db, authentication, requestId, linkToken, now);

        var error = body.Error ?? new CallbackError(null, "The answer carries neither what was asked for nor an error.");
        db.Note(callback.Path, error.Code, error.Message, requestId, now);
        return GatewayErrors.Classify(callback.Path, error.Code, error.Message) switch
        {
            ErrorClass.GatewayTrouble or ErrorClass.RepeatOrClock or ErrorClass.Session => authentication.StartOver(
                requestId, error.Code, error.Message, now + OutboxBackoff.After(authentication.Exchanges.Count), now),
            ErrorClass.Blocked => authentication.Refused(requestId, error.Code, error.Message, now + Authentication.BlockLength, now),
            _ => authentication.Refused(requestId, error.Code, error.Message, null, now),
        };
    }

    private bool Confirm(PortalDb db, Authentication authentication, Guid requestId, Secret token, DateTime now)
    {
        var claims = LinkingTokenClaims.Read(token.Reveal());
        var ends = claims.ExpiresAt?.UtcDateTime ?? now + UsualLife;
        if (Useless(authentication, claims, ends, now) is { } why) return authentication.Refused(requestId, null, why, null, now);

        var issued = authentication.Confirmed(requestId, Guid.CreateVersion7(), vault.Close(token), now, ends, now);
        if (issued is null) return false;
        db.Add(issued);
        return true;
    }

    /// <summary>To keep such a token, or to ask for the next at once, would go in a circle: a person hears of it instead.</summary>
    private static string? Useless(Authentication authentication, LinkingTokenClaims claims, DateTime ends, DateTime now)
    {
        if (claims.PatientId is { } address && PhrAddress.Key(address) != authentication.AddressKey) return "The linking token is for another address.";
        if (claims.RequesterId is { } hipId && hipId != authentication.HipId) return "The linking token is for another facility.";
        return ends - LinkingToken.Margin <= now ? "The linking token ends at once." : null;
    }

    /// <summary>A UUID in practice. What the store could not hold is no transaction.</summary>
    private static bool IsProper(string transaction) => transaction.Length <= 100 && !transaction.Any(char.IsControl);

    private static AuthenticationStep? StepOf(string path) => path switch
    {
        CallbackPaths.OnInit => AuthenticationStep.Init,
        CallbackPaths.OnConfirm => AuthenticationStep.Confirm,
        CallbackPaths.OnGenerateToken => AuthenticationStep.GenerateToken,
        _ => null,
    };
}

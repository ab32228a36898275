using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>
/// The patient chose what to link: from now on we owe him a code. It is sent by <see cref="CodeSender"/>, and our answer follows
/// when the SMS service has it, as the contract wants.
/// </summary>
public sealed partial class LinkInitCalls(
    IDbContextFactory<PortalDb> databases, AppSearchStore store, CallStore calls, AddressDomain domain, ISmsSender sms, IOptions<DiscoveryOptions> options, TimeProvider clock,
    ILogger<LinkInitCalls> log) : CallHandler
{
    public override IReadOnlyCollection<string> Paths => [AbdmCalls.LinkInit, AbdmCalls.LinkInitV3];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        if (!LinkInitCall.TryRead(callback.Bytes.Span, out var call) || call.TransactionId is not { Length: > 0 and <= 100 } transaction)
            return CallbackOutcome.Orphan;
        var answers = AppAnswers.To(callback, clock.GetUtcNow());
        if (await FindAsync(callback, transaction, cancellationToken) is not { } id)
        {
            await RefuseAsync(callback, answers.NoCode(transaction, Refusal.SearchUnknown), call.PatientId, cancellationToken);
            return CallbackOutcome.Applied;
        }

        await store.ChangeAsync(id, (db, search) => TakeAsync(db, search, callback, call, answers, cancellationToken), cancellationToken: cancellationToken);
        return CallbackOutcome.Applied;
    }

    private async Task<bool> TakeAsync(PortalDb db, AppSearch search, ReceivedCallback callback, LinkInitCall call, AppAnswers answers, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
        if (!marks.Apply(callback, now) || search.InitId == callback.RespRequestId) return false;

        var patient = await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == search.PatientId, cancellationToken);
        var (chosen, why) = await ReadAsync(db, search, patient, call, now, cancellationToken);
        if (why is null)
        {
            search.Choose(chosen, callback.RespRequestId, callback.AskedAs, now);
            if (await TroubleAsync(db, search, patient, now, cancellationToken) is not { } trouble) return true;
            search.CannotProve(trouble, now);
            why = Refusal.Of(trouble);
        }

        calls.Owe(db, callback, answers.NoCode(search.TransactionId, why), PhrAddress.CmId(search.PhrAddress), patient.Id);
        return true;
    }

    /// <summary>What was chosen must be this patient's, and asked for by who searched (contract, links/link/init).</summary>
    private async Task<(Dictionary<Guid, string> Chosen, Refusal? Why)> ReadAsync(
        PortalDb db, AppSearch search, Patient patient, LinkInitCall call, DateTime now, CancellationToken cancellationToken)
    {
        if (now > search.AskedAt + options.Value.SearchLife) return ([], Refusal.SearchUnknown);
        if (call.PatientId is null || call.Groups.Count == 0 || call.Groups.All(group => group.CareContexts.Count == 0)) return ([], Refusal.BadRequest);
        if (PhrAddress.Key(call.PatientId) != search.AddressKey || call.Groups.Any(group => group.PatientReference != patient.Number)) return ([], Refusal.NoPatient);

        var contexts = await db.Set<CareContext>().AsNoTracking().Where(one => one.PatientId == patient.Id).ToDictionaryAsync(one => one.Reference, cancellationToken);
        var chosen = new Dictionary<Guid, string>();
        foreach (var group in call.Groups)
        {
            foreach (var reference in group.CareContexts)
            {
                if (!contexts.TryGetValue(reference, out var context)) return ([], Refusal.ContextUnknown);
                if (!context.IsLinkedTo(search.AddressKey)) chosen[context.Id] = ChosenKinds.Add(chosen.GetValueOrDefault(context.Id), group.HiType);
            }
        }

        return chosen.Count > 0 ? (chosen, null) : ([], Refusal.NothingToLink);
    }

    private async Task<CodeTrouble?> TroubleAsync(PortalDb db, AppSearch search, Patient patient, DateTime now, CancellationToken cancellationToken)
    {
        // To the number on file and no other: that a phone is the asker's, ABDM has checked; that it is our patient's, only the file says.
        if (patient.Mobile is null) return CodeTrouble.NoMobile;
        if (!sms.IsSetUp)
        {
            Log.NoSms(log, search.Id);
            return CodeTrouble.NotSetUp;
        }

        var hourAgo = now.AddHours(-1);
        var sent = await db.Set<AppSearch>().Where(one => one.PatientId == patient.Id && one.InitAt > hourAgo).SumAsync(one => one.CodesSent, cancellationToken);
        return sent >= options.Value.CodesAnHour ? CodeTrouble.TooMany : null;
    }

    private async Task<Guid?> FindAsync(ReceivedCallback callback, string transaction, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AppSearch>().Where(one => one.HipId == callback.HipId && one.TransactionId == transaction)
            .Where(one => one.State != AppSearchState.Several && one.State != AppSearchState.NothingToLink).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task RefuseAsync(ReceivedCallback callback, GatewayRequest answer, string? address, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
        if (!marks.Apply(callback, clock.Utc())) return;
        calls.Owe(db, callback, answer, domain.CmOf(address), null);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A patient wants to link records (search {Search}) and gets no code: no SMS service is set up (Sms:Url)")]
        public static partial void NoSms(ILogger log, Guid search);
    }
}

using System.Globalization;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>Sends the code to the mobile number on file, and then owes ABDM the answer that says so (or why not).</summary>
public sealed class CodeSender(
    IDbContextFactory<PortalDb> databases, AppSearchStore store, CallStore calls, OneTimeCodes codes, ISmsSender sms, FacilityDirectory facilities,
    IOptions<DiscoveryOptions> options, IOptions<SmsOptions> texts, TimeProvider clock) : IOutboxSender
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public string Kind => AppSearchStore.OutboxKind;

    public async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var (search, mobile) = await ReadAsync(lease.SubjectId, cancellationToken);
        if (search.State is not (AppSearchState.CodeOwed or AppSearchState.SendingCode)) return;
        if (mobile is null)
        {
            await store.ChangeAsync(search.Id, (db, own) => GiveUp(db, own, CodeTrouble.NoMobile), lease, cancellationToken);
            return;
        }

        var code = OneTimeCodes.New();
        await store.ChangeAsync(search.Id, (_, own) => Begin(own, code), lease, cancellationToken);
        var sent = await sms.SendAsync(mobile, TextOf(search.HipId, code), cancellationToken);
        await store.ChangeAsync(search.Id, (db, own) => Settle(db, own, sent, mobile), cancellationToken: cancellationToken);
    }

    private Task<bool> Begin(AppSearch search, Secret code)
    {
        var now = clock.Utc();
        search.BeginCode(codes.Seal(search.Id, code), now + options.Value.CodeLife, now);
        return Task.FromResult(true);
    }

    private Task<bool> Settle(PortalDb db, AppSearch search, bool sent, string mobile)
    {
        var now = clock.Utc();
        if (search.State != AppSearchState.SendingCode) return Task.FromResult(false);
        if (!sent)
        {
            if (!search.CodeDidNotGoOut(now + Pause, now)) Answer(db, search, answers => answers.NoCode(search.TransactionId, Refusal.Of(CodeTrouble.SmsFailed)));
            return Task.FromResult(true);
        }

        search.CodeWentOut(now);
        var challenge = LinkChallenge.ByMobile(search.LinkReference!, $"OTP sent to the mobile ending {mobile[^4..]}", new DateTimeOffset(search.CodeUntil!.Value, TimeSpan.Zero));
        Answer(db, search, answers => answers.CodeSent(search.TransactionId, challenge));
        return Task.FromResult(true);
    }

    private Task<bool> GiveUp(PortalDb db, AppSearch search, CodeTrouble trouble)
    {
        search.CannotProve(trouble, clock.Utc());
        Answer(db, search, answers => answers.NoCode(search.TransactionId, Refusal.Of(trouble)));
        return Task.FromResult(true);
    }

    private void Answer(PortalDb db, AppSearch search, Func<AppAnswers, GatewayRequest> answer)
    {
        var path = search.Dialect == GatewayDialect.V3 ? AbdmCalls.LinkInitV3 : AbdmCalls.LinkInit;
        var answers = new AppAnswers(path, search.HipId, search.InitAskedAs!, clock.GetUtcNow());
        calls.Owe(db, new CallToAnswer(search.HipId, path, search.InitId!.Value, search.InitAt!.Value), answer(answers), PhrAddress.CmId(search.PhrAddress), search.PatientId);
    }

    private string TextOf(string hipId, Secret code) => texts.Value.CodeText
        .Replace("{facility}", facilities.Find(hipId)?.Name ?? "the hospital", StringComparison.Ordinal)
        .Replace("{minutes}", options.Value.CodeMinutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{code}", code.Reveal(), StringComparison.Ordinal);

    private async Task<(AppSearch Search, string? Mobile)> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var search = await db.Set<AppSearch>().AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        return (search, await db.Set<Patient>().Where(one => one.Id == search.PatientId).Select(one => one.Mobile).SingleAsync(cancellationToken));
    }
}

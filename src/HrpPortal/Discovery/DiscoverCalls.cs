using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Discovery;

/// <summary>A patient looks for his records: who he is by the rule, what he is shown, and our answer, in one commit.</summary>
public sealed class DiscoverCalls(
    IDbContextFactory<PortalDb> databases, PatientFinder finder, ShownVisits visits, CallStore calls, AddressDomain domain, LiveUpdates live, TimeProvider clock) : CallHandler
{
    private const int LongestTransaction = 100;

    public override IReadOnlyCollection<string> Paths => [AbdmCalls.Discover, AbdmCalls.DiscoverV3];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        if (!DiscoverCall.TryRead(callback.Bytes.Span, out var call) || call.TransactionId is not { Length: > 0 and <= LongestTransaction } transaction)
            return CallbackOutcome.Orphan;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
        if (!marks.Apply(callback, clock.Utc())) return CallbackOutcome.Applied;

        var patients = await TakeAsync(db, callback, transaction, AskedPerson.Of(call.Patient), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var patient in patients) live.Publish(new LiveChange(LiveTopics.One("patient", patient), patient, nameof(AppSearch)));
        return CallbackOutcome.Applied;
    }

    /// <returns>The patients whose page shows something of it.</returns>
    private async Task<IReadOnlyList<Guid>> TakeAsync(PortalDb db, ReceivedCallback callback, string transaction, AskedPerson? asked, CancellationToken cancellationToken)
    {
        var answers = AppAnswers.To(callback, clock.GetUtcNow());
        if (asked is null) return await RefuseAsync(Refusal.BadRequest, null);
        if (await db.Set<AppSearch>().Where(one => one.HipId == callback.HipId && one.TransactionId == transaction).Select(one => (Guid?)one.RequestId).FirstOrDefaultAsync(cancellationToken) is { } before)
            return before == callback.RespRequestId ? [] : await RefuseAsync(Refusal.Duplicate, asked.Address);

        switch (await finder.FindAsync(db, callback.HipId, asked, cancellationToken))
        {
            case Match.One(var patient, var by):
                var found = await visits.NotLinkedAsync(db, patient, asked.AddressKey, cancellationToken);
                var any = found.Visits.Count > 0;
                Keep(patient, any ? AppSearchState.Found : AppSearchState.NothingToLink, found.Visits.Count);
                calls.Owe(db, callback, any ? answers.Found(transaction, found, by) : answers.NotFound(transaction, Refusal.NothingToLink), PhrAddress.CmId(asked.Address), patient.Id);
                return [patient.Id];
            case Match.Several(var patients):
                foreach (var one in patients) Keep(one, AppSearchState.Several, 0);
                await RefuseAsync(Refusal.SeveralPatients, asked.Address);
                return [.. patients.Select(one => one.Id)];
            default:
                return await RefuseAsync(Refusal.NoPatient, asked.Address);
        }

        void Keep(Patient patient, AppSearchState state, int shown) => db.Add(new AppSearch
        {
            Id = Guid.CreateVersion7(), HipId = callback.HipId, Dialect = AbdmCalls.DialectOf(callback.Path), PatientId = patient.Id, TransactionId = transaction,
            RequestId = callback.RespRequestId, PhrAddress = asked.Address, AddressKey = asked.AddressKey, AskedAt = clock.Utc(), Shown = shown, State = state,
        });

        async Task<IReadOnlyList<Guid>> RefuseAsync(Refusal why, string? address)
        {
            calls.Owe(db, callback, answers.NotFound(transaction, why), domain.CmOf(address), null);
            return [];
        }
    }
}

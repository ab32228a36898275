using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>The patient entered the code. The right one: linked in our own records and answered, in one commit.</summary>
public sealed class LinkConfirmCalls(
    IDbContextFactory<PortalDb> databases, LinkStore links, ShownVisits visits, CallStore calls, AddressDomain domain, OneTimeCodes codes, LiveUpdates live, IOptions<DiscoveryOptions> options,
    TimeProvider clock, PortalTime time) : CallHandler
{
    public override IReadOnlyCollection<string> Paths => [AbdmCalls.LinkConfirm, AbdmCalls.LinkConfirmV3];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        if (!LinkConfirmCall.TryRead(callback.Bytes.Span, out var call)) return CallbackOutcome.Orphan;
        var wish = await WishAsync(callback.HipId, call.LinkReference, cancellationToken);
        Guid? patient = null;
        await links.ChangeManyAsync(wish?.Holders ?? [], StepAsync, cancellationToken);
        if (patient is { } changed) live.Publish(new LiveChange(LiveTopics.One("patient", changed), changed, nameof(AppSearch)));
        return CallbackOutcome.Applied;

        async Task<IReadOnlyCollection<LinkRequest>> StepAsync(PortalDb db, IReadOnlyDictionary<Guid, LinkRequest> holders)
        {
            var now = clock.Utc();
            var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
            if (!marks.Apply(callback, now)) return [];
            var answers = AppAnswers.To(callback, clock.GetUtcNow());
            if (wish is null || call.Token is null)
            {
                calls.Owe(db, callback, answers.NotLinked(call.LinkReference is null || call.Token is null ? Refusal.BadRequest : Refusal.LinkUnknown), domain.Name, null);
                return [];
            }

            var search = await db.Set<AppSearch>().Include(one => one.Choices).SingleAsync(one => one.Id == wish.SearchId, cancellationToken);
            patient = search.PatientId;
            if (search.ConfirmId == callback.RespRequestId) return [];
            var cmId = PhrAddress.CmId(search.PhrAddress);
            if (Refuse(search, callback.RespRequestId, call.Token, now) is { } why)
            {
                calls.Owe(db, callback, answers.NotLinked(why), cmId, search.PatientId);
                return [];
            }

            var file = await db.Set<Patient>().SingleAsync(one => one.Id == search.PatientId, cancellationToken);
            await GiveAddressAsync(db, file, search, now, cancellationToken);
            var link = LinkOf(search);
            var changedRequests = search.State == AppSearchState.Linked ? [] : await link.ApplyAsync(db, holders, now, time.Today, cancellationToken);
            search.Linked(callback.RespRequestId, now);
            calls.Owe(db, callback, answers.Linked(await visits.ChosenAsync(db, file, link.Chosen, cancellationToken)), cmId, file.Id);
            return changedRequests;
        }
    }

    /// <summary>Null when the code is right. A wrong one counts; after the last of its tries, and after its time, no code is right any more.</summary>
    private Refusal? Refuse(AppSearch search, Guid confirmId, Secret code, DateTime now)
    {
        switch (search.State)
        {
            case AppSearchState.CodeUsedUp:
                return Refusal.CodeUsedUp;
            case AppSearchState.Linked:
                return codes.IsRight(search, code) ? null : Refusal.CodeWrong;
            case AppSearchState.CodeSent when search.IsTooLate(now):
                return Refusal.CodeTooLate;
            case AppSearchState.CodeSent when codes.IsRight(search, code):
                return null;
            case AppSearchState.CodeSent:
                return search.WrongCode(confirmId, options.Value.CodeTries, now) ? Refusal.CodeWrong : Refusal.CodeUsedUp;
            default:
                return Refusal.LinkUnknown;
        }
    }

    /// <summary>
    /// ABDM says whose address it is, and the code that he is our patient: from now on the hospital may link to it (the seed: "shared
    /// during registration or discovery"). An address on file is never replaced, nor given to two.
    /// </summary>
    private static async Task GiveAddressAsync(PortalDb db, Patient patient, AppSearch search, DateTime now, CancellationToken cancellationToken)
    {
        if (patient.PhrAddress is not null) return;
        if (await db.Set<Patient>().AnyAsync(one => one.HipId == patient.HipId && one.AddressKey == search.AddressKey, cancellationToken)) return;
        (patient.PhrAddress, patient.UpdatedAt, patient.Version) = (search.PhrAddress, now, patient.Version + 1);
        patient.Index();
        patient.Claim((patient.AbhaNumber, null));
    }

    /// <summary>Read before the requests that hold what is chosen, so that they change in the same commit.</summary>
    private async Task<Wish?> WishAsync(string hipId, string? linkReference, CancellationToken cancellationToken)
    {
        if (linkReference is not { Length: > 0 and <= 40 }) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var search = await db.Set<AppSearch>().AsNoTracking().Include(one => one.Choices).FirstOrDefaultAsync(one => one.HipId == hipId && one.LinkReference == linkReference, cancellationToken);
        return search is null ? null : new Wish(search.Id, await LinkOf(search).HoldersAsync(db, cancellationToken));
    }

    private static OwnLink LinkOf(AppSearch search) => new(
        Guid.Parse(search.LinkReference!), search.HipId, search.Dialect, search.PatientId, search.PhrAddress, search.AddressKey,
        search.Choices.ToDictionary(choice => choice.CareContextId, choice => ChosenKinds.Read(choice.HiTypes)));

    private sealed record Wish(Guid SearchId, IReadOnlyCollection<Guid> Holders);
}

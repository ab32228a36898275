using HrpPortal.Audit;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>What a person can do with links: send records, cancel, try again. Sending twice finds the first.</summary>
public sealed class LinkService(IDbContextFactory<PortalDb> databases, LinkStore store, AuditTrail audit, TimeProvider clock, PortalTime time)
{
    /// <summary>
    /// Between our look and our commit may come a second tab, or another patient's visit of the same number: the index lets one
    /// through, and another look says which.
    /// </summary>
    public Task<LinkSubmitted> SubmitAsync(LinkCommand command, LinkActor actor, CancellationToken cancellationToken = default) =>
        Clashes.AgainOnClashAsync<LinkSubmitted>(async () =>
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var draft = await LinkDraft.ReadAsync(db, command, cancellationToken);

            // Asked after the draft was read: a double click that was quicker is this draft itself, not another that holds its records.
            if (await SentBeforeAsync(command.DraftId, cancellationToken) is { } before) return before;
            if (draft.Refusal is { } refusal) return refusal;

            var requests = draft.MakeRequests(db, actor, clock.Utc(), time.Today);
            foreach (var request in requests) Note(db, request, actor, AuditAction.LinksSent, request.Items.Count);
            await store.SubmitAsync(db, requests, cancellationToken);
            return new LinkSubmitted.Sent([.. requests.Select(request => request.Id)]);
        });

    /// <summary>False when it is on its way or ended: then there is nothing to cancel any more.</summary>
    public Task<bool> CancelAsync(string hipId, Guid id, LinkActor actor, CancellationToken cancellationToken = default) =>
        store.ChangeAsync(
            id,
            (db, request) =>
            {
                var cancelled = request.HipId == hipId && request.State is LinkState.Queued or LinkState.WaitRetry && request.Cancel(actor, clock.Utc());
                if (cancelled) Note(db, request, actor, AuditAction.LinkCancelled);
                return Task.FromResult(cancelled);
            },
            cancellationToken: cancellationToken);

    /// <summary>After a person mended what was wrong. False when it does not wait for a person.</summary>
    public Task<bool> TryAgainAsync(string hipId, Guid id, LinkActor actor, CancellationToken cancellationToken = default) =>
        store.ChangeAsync(
            id,
            async (db, request) =>
            {
                if (request.HipId != hipId || request.State != LinkState.NeedsHuman) return false;
                var patient = await db.Set<Patient>().SingleAsync(one => one.Id == request.PatientId, cancellationToken);
                var address = patient.PhrAddress ?? request.PhrAddress;
                if (!request.TryAgain(actor, address, PhrAddress.Key(address), clock.Utc())) return false;
                Note(db, request, actor, AuditAction.LinkTriedAgain);
                return true;
            },
            cancellationToken: cancellationToken);

    private void Note(PortalDb db, LinkRequest request, LinkActor actor, AuditAction what, int count = 1) =>
        audit.Add(db, request.HipId, actor.Id, actor.Name ?? "", what, count, patientId: request.PatientId, linkRequestId: request.Id);

    private async Task<LinkSubmitted?> SentBeforeAsync(Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ids = await db.Set<LinkRequest>().Where(request => request.DraftId == draftId)
            .OrderBy(request => request.Part).Select(request => request.Id).ToListAsync(cancellationToken);
        return ids.Count == 0 ? null : new LinkSubmitted.AlreadySent(ids);
    }
}

/// <summary>
/// A person's decision: these records of this patient, each into a new or an existing care context. The draft's id makes
/// sending it again harmless.
/// </summary>
public sealed record LinkCommand(string HipId, Guid PatientId, Guid DraftId, IReadOnlyList<LinkCommandRecord> Records)
{
    /// <summary>What the patient's app will show, by visit, where the person changed what was proposed.</summary>
    public IReadOnlyDictionary<string, string> Displays { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it waits in the queue before it leaves, for a person who wants to be able to take it back.</summary>
    public TimeSpan Hold { get; init; }
}

public sealed record LinkCommandRecord(Guid RecordId, CareContextChoice Choice);

/// <summary>What became of a command.</summary>
public abstract record LinkSubmitted
{
    public sealed record Sent(IReadOnlyList<Guid> RequestIds) : LinkSubmitted;

    /// <summary>This draft was sent before; these are its requests.</summary>
    public sealed record AlreadySent(IReadOnlyList<Guid> RequestIds) : LinkSubmitted;

    /// <summary>Another request carries one of the records, or links the visit's care context just now.</summary>
    public sealed record Held(Guid ByRequestId) : LinkSubmitted;

    public sealed record Invalid(FieldErrors Errors) : LinkSubmitted;
}

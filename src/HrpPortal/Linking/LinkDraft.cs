using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>A command with what the store knows of it: either refused, or ready to become link requests.</summary>
internal sealed class LinkDraft
{
    private LinkCommand Command { get; init; } = null!;
    private Patient Patient { get; init; } = null!;
    private GatewayDialect Dialect { get; init; }
    private List<HealthRecord> Records { get; init; } = [];
    private List<CareContext> Contexts { get; init; } = [];

    /// <summary>Records whose care context is linked with them in it: sent again, they are an update.</summary>
    private HashSet<Guid> Updates { get; init; } = [];

    public LinkSubmitted? Refusal { get; private init; }

    public static async Task<LinkDraft> ReadAsync(PortalDb db, LinkCommand command, CancellationToken cancellationToken)
    {
        var patient = await db.Set<Patient>().SingleOrDefaultAsync(one => one.Id == command.PatientId && one.HipId == command.HipId, cancellationToken);
        var facility = await db.Set<Facility>().SingleOrDefaultAsync(one => one.HipId == command.HipId, cancellationToken);
        var ids = command.Records.Select(record => record.RecordId).ToHashSet();
        var records = await db.Set<HealthRecord>().Where(record => ids.Contains(record.Id) && record.PatientId == command.PatientId).ToListAsync(cancellationToken);
        var contexts = await db.Set<CareContext>().Where(context => context.PatientId == command.PatientId).ToListAsync(cancellationToken);

        var errors = Check(command, patient, facility, records, contexts);
        if (patient?.PhrAddress is { } address)
            errors.Require(!await db.HasLeftAsync(command.HipId, PhrAddress.Key(address), cancellationToken), "Address", WizardTexts.AddressLeft);
        if (errors.Any) return new LinkDraft { Refusal = new LinkSubmitted.Invalid(errors) };
        var updates = await UpdatesAsync(db, command, cancellationToken);
        if (await HolderAsync(db, command, updates, PhrAddress.Key(patient!.PhrAddress!), cancellationToken) is { } holder) return new LinkDraft { Refusal = new LinkSubmitted.Held(holder) };
        return new LinkDraft { Command = command, Patient = patient!, Dialect = facility!.Dialect, Records = records, Contexts = contexts, Updates = updates };
    }

    /// <summary>Of the records that are to join a care context, those that it is linked with already.</summary>
    private static async Task<HashSet<Guid>> UpdatesAsync(PortalDb db, LinkCommand command, CancellationToken cancellationToken)
    {
        var joining = command.Records.Where(record => record.Choice is CareContextChoice.Existing)
            .ToDictionary(record => record.RecordId, record => ((CareContextChoice.Existing)record.Choice).CareContextId);
        if (joining.Count == 0) return [];
        var ids = joining.Keys.ToArray();
        var linked = await (
            from item in db.Set<LinkItem>()
            join part in db.Set<LinkContext>() on new { item.LinkRequestId, item.CareContextId } equals new { part.LinkRequestId, part.CareContextId }
            where ids.Contains(item.HealthRecordId) && part.State != LinkContextState.Open
            select new { item.HealthRecordId, item.CareContextId }).ToListAsync(cancellationToken);
        return [.. linked.Where(one => joining[one.HealthRecordId] == one.CareContextId).Select(one => one.HealthRecordId)];
    }

    /// <summary>The request that carries one of these records, or that links the care context of one of their visits just now.</summary>
    private static async Task<Guid?> HolderAsync(PortalDb db, LinkCommand command, HashSet<Guid> updates, string addressKey, CancellationToken cancellationToken)
    {
        if (updates.Count > 0 && await UpdatingAsync(db, updates, cancellationToken) is { } updating) return updating;
        var ids = command.Records.Select(record => record.RecordId).Where(id => !updates.Contains(id)).ToList();
        var carrying = await db.Set<LinkItem>().Where(item => ids.Contains(item.HealthRecordId) && item.ReleasedAt == null)
            .Select(item => (Guid?)item.LinkRequestId).FirstOrDefaultAsync(cancellationToken);
        if (carrying is not null) return carrying;

        var newIds = command.Records.Where(record => record.Choice is CareContextChoice.New).Select(record => record.RecordId).ToList();
        var visits = db.Set<HealthRecord>().Where(record => newIds.Contains(record.Id)).Select(record => record.VisitNumber);

        // From the patient's few care contexts to their requests: the other way round would look at all that were ever linked.
        return await (
            from context in db.Set<CareContext>()
            join held in db.Set<LinkContext>() on context.Id equals held.CareContextId
            where context.PatientId == command.PatientId && visits.Contains(context.VisitNumber)
                && held.ReleasedAt == null && held.Kind == LinkKind.NewCareContexts
                && (context.LinkedAt == null || (held.AddressKey == addressKey && context.LinkedAddressKey != addressKey))
            select (Guid?)held.LinkRequestId).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>An update of one of these records that is not through yet. Two at once by two clerks would do no harm: the app is told twice.</summary>
    private static Task<Guid?> UpdatingAsync(PortalDb db, HashSet<Guid> updates, CancellationToken cancellationToken) => (
        from item in db.Set<LinkItem>()
        join request in db.Set<LinkRequest>() on item.LinkRequestId equals request.Id
        where updates.Contains(item.HealthRecordId) && item.IsUpdate
            && request.State != LinkState.Linked && request.State != LinkState.Refused && request.State != LinkState.Cancelled
        select (Guid?)request.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>One request for all new care contexts (one token, one call), one for each existing care context.</summary>
    public List<LinkRequest> MakeRequests(PortalDb db, LinkActor actor, DateTime now, DateOnly today)
    {
        var choices = Command.Records.ToDictionary(record => record.RecordId, record => record.Choice);
        var requests = new List<LinkRequest>();
        var opened = Records.Where(record => choices[record.Id] is CareContextChoice.New).GroupBy(record => record.VisitNumber)
            .Select(visit => (Context: Open(db, visit.Key, [.. visit], now), Records: visit.ToList())).ToList();
        if (opened.Count > 0) requests.Add(Make(LinkKind.NewCareContexts, requests.Count, opened, actor, now, today));

        var joined = Records.Where(record => choices[record.Id] is CareContextChoice.Existing)
            .GroupBy(record => ((CareContextChoice.Existing)choices[record.Id]).CareContextId);
        foreach (var group in joined)
        {
            var context = Contexts.Single(one => one.Id == group.Key);
            requests.Add(Make(LinkKind.ExistingCareContext, requests.Count, [(context, group.ToList())], actor, now, today));
        }

        return requests;
    }

    private static FieldErrors Check(LinkCommand command, Patient? patient, Facility? facility, List<HealthRecord> records, List<CareContext> contexts)
    {
        var errors = new FieldErrors();
        errors.Require(patient is not null && facility is not null, "Patient", WizardTexts.PatientNotHere);
        errors.Require(patient?.PhrAddress is not null, "Address", WizardTexts.NoAddressToLink);
        errors.Require(command.Records.Count > 0, "Records", WizardTexts.ChooseOne);
        errors.Require(records.Count == command.Records.Count, "Records", WizardTexts.RecordOfAnother);
        foreach (var display in command.Displays.Values)
        {
            errors.Require(display.Trim().Length is > 0 and <= 100, "Display", WizardTexts.DisplayMissing);
            errors.Require(DisplayText.IsPlain(display), "Display", DisplayText.Hint);
        }

        if (facility?.Dialect == GatewayDialect.V3 && patient is not null) CheckForV3(errors, patient, facility, records);
        if (patient?.PhrAddress is not { } address) return errors;
        var key = PhrAddress.Key(address);
        foreach (var record in command.Records)
        {
            if (record.Choice is not CareContextChoice.Existing(var id)) continue;
            errors.Require(contexts.Any(context => context.Id == id && context.IsLinkedTo(key)), "Records", WizardTexts.ContextNotLinked);
        }

        return errors;
    }

    /// <summary>What v3 would answer with 400 and not a word (protocol, 7.3 and 7.4). The hospital's own systems may have written it.</summary>
    private static void CheckForV3(FieldErrors errors, Patient patient, Facility facility, List<HealthRecord> records)
    {
        errors.Require(V3Text.Name(patient.Name) is null, "Patient", WizardTexts.NameNotForAbdm);
        errors.Require(V3Text.PatientReference(patient.Number) is null, "Patient", WizardTexts.NumberNotForAbdm);
        errors.Require(V3Text.Display(LinkEnvelope.TitleOf(facility.Name)) is null, "Facility", WizardTexts.FacilityNotForAbdm);
        foreach (var record in records) errors.Require(V3Text.ContextReference(record.VisitNumber) is null, "Records", WizardTexts.VisitNotForAbdm.With(record.VisitNumber));
    }

    private CareContext Open(PortalDb db, string visitNumber, List<HealthRecord> records, DateTime now)
    {
        var key = PhrAddress.Key(Patient.PhrAddress!);
        var display = Command.Displays.GetValueOrDefault(visitNumber)?.Trim() ?? NewCareContext.ProposedDisplay(records);
        var context = Contexts.FirstOrDefault(one => one.VisitNumber == visitNumber && !one.IsLinkedTo(key));
        if (context is null) return NewCareContext.Open(db, Command.HipId, Patient.Id, visitNumber, display, now);
        context.Display = display;
        return context;
    }

    private LinkRequest Make(
        LinkKind kind, int part, List<(CareContext Context, List<HealthRecord> Records)> contents, LinkActor actor, DateTime now, DateOnly today)
    {
        var id = Guid.CreateVersion7();
        var key = PhrAddress.Key(Patient.PhrAddress!);
        var request = new LinkRequest
        {
            Id = id,
            Reference = LinkReference.New(today),
            HipId = Command.HipId,
            Dialect = Dialect,
            PatientId = Patient.Id,
            Kind = kind,
            PhrAddress = Patient.PhrAddress!,
            AddressKey = key,
            DraftId = Command.DraftId,
            Part = part,
            CreatedBy = actor.Id,
            CreatedByName = actor.Name ?? actor.Id,
            CreatedAt = now,
        };
        foreach (var (context, records) in contents)
        {
            request.Contexts.Add(new LinkContext { LinkRequestId = id, CareContextId = context.Id, HipId = Command.HipId, AddressKey = key, Kind = kind });
            foreach (var record in records)
            {
                record.CareContextId = context.Id;
                var update = Updates.Contains(record.Id);
                request.Items.Add(new LinkItem { LinkRequestId = id, HealthRecordId = record.Id, CareContextId = context.Id, IsUpdate = update, ReleasedAt = update ? now : null });
            }
        }

        request.Queue(actor, now, now + Command.Hold);
        return request;
    }
}

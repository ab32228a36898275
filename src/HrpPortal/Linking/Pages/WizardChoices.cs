using HrpPortal.CareContexts;
using HrpPortal.Patients;
using HrpPortal.Ui;

namespace HrpPortal.Linking.Pages;

/// <summary>One record as the wizard offers it.</summary>
/// <param name="LinkedIn">The care context in which the patient's app shows it already, when it does.</param>
public sealed record WizardRecord(HealthRecord Record, LinkRow? CarriedBy, CareContextSuggestion Suggestion, CareContext? LinkedIn)
{
    /// <summary>Linked, or on its way: shown, and not to be chosen again.</summary>
    public bool Locked => CarriedBy is not (null or { State: LinkState.Refused or LinkState.Cancelled });

    public bool CanBeChosen => !Locked && !Suggestion.MustWait;

    /// <summary>The patient's app can be told that there is new data in it.</summary>
    public bool CanBeUpdated => LinkedIn is not null && CarriedBy is { State: LinkState.Linked };
}

/// <summary>
/// What a person chose in the wizard: which records, and for each a new or an existing care context. It lives in the page's
/// address as ids, so that Back and reload lose nothing.
/// </summary>
public sealed class WizardChoices
{
    /// <summary>In place of what is proposed: nothing is ticked.</summary>
    public const string None = "none";

    private readonly Dictionary<Guid, CareContextChoice> _chosen = [];

    private WizardChoices(IReadOnlyList<WizardRecord> records, IReadOnlyList<CareContext> linked) => (Records, Linked) = (records, linked);

    public IReadOnlyList<WizardRecord> Records { get; }

    /// <summary>Care contexts that records may be added to: those that this address has already.</summary>
    public IReadOnlyList<CareContext> Linked { get; }

    public IEnumerable<WizardRecord> Chosen => Records.Where(record => _chosen.ContainsKey(record.Record.Id));

    public int Count => _chosen.Count;

    /// <summary>Linked before, and chosen so that the patient's app is told of new data.</summary>
    public bool IsUpdate(Guid record) => _chosen.ContainsKey(record) && Records.Any(one => one.Record.Id == record && one.CanBeUpdated);

    public bool NeedsPermission => _chosen.Values.Any(choice => choice is CareContextChoice.New);

    /// <param name="patient">With a PHR address.</param>
    /// <param name="links">What is linked.</param>
    /// <param name="today">In India.</param>
    /// <param name="address">What <see cref="Write()"/> wrote; null: today's records, or all when none is of today.</param>
    public static WizardChoices Read(Patient patient, PatientLinks links, DateOnly today, string? address)
    {
        var key = PhrAddress.Key(patient.PhrAddress ?? "");
        var records = links.Records.Select(record => new WizardRecord(
            record, links.CarriedBy[record.Id], CareContextSuggestion.For(record.VisitNumber, key, links.Contexts, links.ContextsOnTheirWay),
            links.Contexts.FirstOrDefault(context => context.Id == record.CareContextId && context.IsLinkedTo(key)))).ToList();
        var choices = new WizardChoices(records, [.. links.Contexts.Where(context => context.IsLinkedTo(key))]);
        if (address is null)
        {
            foreach (var record in Proposed(records, today)) choices.Choose(record.Record.Id, true);
            return choices;
        }

        foreach (var part in address.Split('.', StringSplitOptions.RemoveEmptyEntries)) choices.ReadOne(part);
        return choices;
    }

    /// <summary>What "Link 2 records" means on a patient's page: today's records, or all that are not linked when none is of today.</summary>
    public static IReadOnlyList<WizardRecord> Proposed(IEnumerable<WizardRecord> records, DateOnly today)
    {
        var free = records.Where(record => record.CanBeChosen).ToList();
        return free.Any(record => record.Record.Date == today) ? [.. free.Where(record => record.Record.Date == today)] : free;
    }

    public static string Write(IEnumerable<Guid> records) => string.Join('.', records.Select(PortalUrls.Shorten));

    public string Write() => string.Join('.', _chosen.Select(one => one.Value is CareContextChoice.Existing(var context)
        ? $"{PortalUrls.Shorten(one.Key)}~{PortalUrls.Shorten(context)}"
        : PortalUrls.Shorten(one.Key)));

    public CareContextChoice? Of(Guid record) => _chosen.GetValueOrDefault(record);

    /// <summary>Chosen with what is suggested; or not chosen any more.</summary>
    public void Choose(Guid id, bool chosen)
    {
        if (!chosen) _chosen.Remove(id);
        else if (Records.FirstOrDefault(record => record.Record.Id == id) is { } record)
        {
            if (record.CanBeChosen) _chosen[id] = record.Suggestion.Choice!;
            else if (record.CanBeUpdated) _chosen[id] = new CareContextChoice.Existing(record.LinkedIn!.Id);
        }
    }

    public void Choose(Guid id, CareContextChoice choice)
    {
        if (_chosen.ContainsKey(id) && !IsUpdate(id) && (choice is not CareContextChoice.Existing(var context) || Linked.Any(one => one.Id == context))) _chosen[id] = choice;
    }

    /// <summary>The visits for which a care context is opened, with their records.</summary>
    public IEnumerable<IGrouping<string, HealthRecord>> NewVisits => Chosen
        .Where(record => _chosen[record.Record.Id] is CareContextChoice.New).Select(record => record.Record).GroupBy(record => record.VisitNumber);

    public IEnumerable<IGrouping<CareContext, HealthRecord>> Joined => Chosen
        .Where(record => _chosen[record.Record.Id] is CareContextChoice.Existing).Select(record => record.Record)
        .GroupBy(record => Linked.Single(context => context.Id == ((CareContextChoice.Existing)_chosen[record.Id]).CareContextId));

    public LinkCommand Command(string hipId, Guid patientId, Guid draftId, IReadOnlyDictionary<string, string> displays) =>
        new(hipId, patientId, draftId, [.. _chosen.Select(one => new LinkCommandRecord(one.Key, one.Value))]) { Displays = displays };

    /// <summary>Anything that is not a record of this patient which may be chosen is passed over: an address is anybody's to type.</summary>
    private void ReadOne(string part)
    {
        var (record, context) = part.Split('~') switch
        {
            [var only] => (PortalUrls.Restore(only), (Guid?)null),
            [var first, var second] => (PortalUrls.Restore(first), PortalUrls.Restore(second)),
            _ => (null, null),
        };
        if (record is not { } id) return;
        Choose(id, true);
        // In the address a record alone means "new", whatever is suggested.
        Choose(id, context is { } existing ? new CareContextChoice.Existing(existing) : new CareContextChoice.New());
    }
}

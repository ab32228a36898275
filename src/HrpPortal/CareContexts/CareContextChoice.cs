using HrpPortal.Ui;

namespace HrpPortal.CareContexts;

/// <summary>Where a record goes: into a care context of its own visit that is to be opened, or into one that is linked already.</summary>
public abstract record CareContextChoice
{
    public sealed record New : CareContextChoice;

    public sealed record Existing(Guid CareContextId) : CareContextChoice;
}

/// <summary>What the portal proposes for a record, and why, in one line.</summary>
public sealed record CareContextSuggestion(CareContextChoice? Choice, string Reason)
{
    /// <summary>Nothing can be chosen now: the visit's care context is on its way to ABDM.</summary>
    public bool MustWait => Choice is null;

    /// <summary>
    /// The seed's decision "new care context or existing", as a pure function: the same visit that is linked already → add to
    /// it; the same visit on its way → wait; else a new one.
    /// </summary>
    public static CareContextSuggestion For(
        string visitNumber, string addressKey, IEnumerable<CareContext> contexts, IReadOnlySet<Guid> contextsOnTheirWay)
    {
        var ofVisit = contexts.Where(context => context.VisitNumber == visitNumber).ToList();
        if (ofVisit.FirstOrDefault(context => context.IsLinkedTo(addressKey)) is { } linked)
            return new CareContextSuggestion(new CareContextChoice.Existing(linked.Id), CareContextsTexts.LinkedAlready.With(visitNumber));
        if (ofVisit.Any(context => contextsOnTheirWay.Contains(context.Id)))
            return new CareContextSuggestion(null, CareContextsTexts.BeingLinked.With(visitNumber));
        return new CareContextSuggestion(new CareContextChoice.New(), CareContextsTexts.NotLinkedYet.With(visitNumber));
    }
}

using HrpPortal.CareContexts;

namespace HrpPortal.Linking;

/// <summary>A link request as lists and pages show it.</summary>
public sealed record LinkRow(
    Guid Id, string Reference, LinkState State, LinkReason Reason, LinkKind Kind, Guid PatientId, string PatientName, string PatientNumber,
    string PhrAddress, int Records, DateTime CreatedAt, string CreatedByName, DateTime UpdatedAt, DateTime? AcceptedAt, DateTime? ClosedAt,
    DateTime? NextAttemptAt, string? ErrorCode, string? ErrorMessage)
{
    /// <summary>As people see it: an answer that is late is "no reply" to them, while the engine still waits for it.</summary>
    public LinkState Shown => State == LinkState.Accepted && Reason == LinkReason.AnswerLate ? LinkState.NoAnswer : State;

    /// <summary>The id of who sent it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Goes up with every change.</summary>
    public int Version { get; init; }

    /// <summary>Records whose care context is linked already, while others of the request are not.</summary>
    public int Linked { get; init; }

    /// <summary>ABDM may have linked something without our knowing: "nothing was linked" would be a guess.</summary>
    public bool InDoubt { get; init; }

    /// <summary>When bytes first left that ABDM may have taken.</summary>
    public DateTime? SentAt { get; init; }

    /// <summary>How long ABDM took, where that was longer than its answers are waited for.</summary>
    public TimeSpan? CameLate => ClosedAt - SentAt is { } took && took >= LinkRequest.AnswerWindow && State == LinkState.Linked ? took : null;
}

/// <summary>A row of a file, before anything in it is masked.</summary>
public sealed record LinkExportRow(LinkRow Row, string? Mobile);

/// <summary>One record of a request and the care context that it goes into.</summary>
public sealed record LinkContent(
    Guid CareContextId, string Reference, string Display, LinkContextState State, Guid RecordId, string Title, HiType HiType, DateOnly Date);

public sealed record LinkDetails(
    LinkRow Row, IReadOnlyList<LinkContent> Contents, IReadOnlyList<LinkAttempt> Attempts, IReadOnlyList<LinkEvent> Events);

/// <summary>All that a patient's page and the wizard need to know of a patient's links.</summary>
public sealed record PatientLinks(
    IReadOnlyList<CareContext> Contexts, IReadOnlyList<HealthRecord> Records, IReadOnlyList<LinkRow> Requests,
    IReadOnlyDictionary<Guid, LinkRow?> CarriedBy, IReadOnlySet<Guid> ContextsOnTheirWay)
{
    /// <summary>Records that no request carries, or whose request was refused or cancelled.</summary>
    public IEnumerable<HealthRecord> NotLinked =>
        Records.Where(record => CarriedBy[record.Id] is null or { State: LinkState.Refused or LinkState.Cancelled });
}

/// <summary>What a list shows; the page keeps it in its URL.</summary>
public sealed record LinkFilter
{
    /// <summary>As <see cref="LinkRow.Shown"/> has them; empty: all.</summary>
    public IReadOnlyList<LinkState> States { get; init; } = [];

    /// <summary>A reference, or part of a patient's name, number, phone or address.</summary>
    public string Text { get; init; } = "";
    public string? CreatedBy { get; init; }
    public DateTime? FromUtc { get; init; }

    /// <summary>Sent before this moment.</summary>
    public DateTime? SentBeforeUtc { get; init; }

    /// <summary>Came to its end, or to a person, at this moment or later.</summary>
    public DateTime? ClosedFromUtc { get; init; }

    /// <summary>Only what was sent before this request (its reference): the next page, whatever came in meanwhile.</summary>
    public string? Before { get; init; }
}

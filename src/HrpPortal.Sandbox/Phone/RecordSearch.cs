namespace HrpPortal.Sandbox.Phone;

/// <summary>A patient's search for records at a facility, from the question to the link.</summary>
internal sealed record RecordSearch(string TransactionId, string Address, string HipId, bool IsV3, DateTimeOffset At)
{
    public SearchStage Stage { get; init; } = SearchStage.Asked;

    public IReadOnlyList<FoundRecord> Found { get; init; } = [];

    public IReadOnlyList<FoundRecord> Picked { get; init; } = [];

    /// <summary>The facility's name for what is being linked.</summary>
    public string? LinkReference { get; init; }

    /// <summary>What the facility says about the code, such as where it went.</summary>
    public string? Hint { get; init; }

    /// <summary>What the facility refused last: its code and text.</summary>
    public string? Trouble { get; init; }
}

/// <summary>How far it came.</summary>
internal enum SearchStage
{
    /// <summary>The facility was asked and has not answered.</summary>
    Asked,

    Found,

    /// <summary>The facility is to send a code.</summary>
    Picked,

    CodeWanted,

    CodeSent,

    Linked,

    Refused,
}

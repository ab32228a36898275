namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>A users/auth session between init and confirm, or until the patient approves or denies.</summary>
internal sealed record AuthTransaction(string Id, string Address, string HipId, string Purpose, string Mode, DateTimeOffset Expiry)
{
    public string? Code { get; init; }

    public DateTimeOffset? CodeUntil { get; init; }

    public int WrongCodes { get; init; }

    public bool GivesToken => Purpose is "LINK" or "KYC_AND_LINK";

    public bool GivesProfile => Purpose is "KYC" or "KYC_AND_LINK";
}

/// <summary>What the consent manager remembers of a linking token: the token itself is in the holder's hands only.</summary>
internal sealed record LinkingSession(string Id, string Address, string HipId, int Used);

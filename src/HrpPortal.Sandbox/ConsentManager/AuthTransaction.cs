namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>A users/auth session between init and confirm.</summary>
internal sealed record AuthTransaction(string Id, string Address, string HipId, string Purpose, string Mode, DateTimeOffset Expiry);

/// <summary>What the consent manager remembers of a linking token: the token itself is in the holder's hands only.</summary>
internal sealed record LinkingSession(string Id, string Address, string HipId, int Used);

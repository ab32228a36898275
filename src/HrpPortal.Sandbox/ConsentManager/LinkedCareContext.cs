namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>A care context that the consent manager holds as linked, in whichever dialect: the truth that the portal's own states must come to equal.</summary>
/// <param name="HipId">The facility.</param>
/// <param name="Address">The patient's address.</param>
/// <param name="Reference">The facility's reference of the care context.</param>
/// <param name="SuccessEffects">How often a call linked it: 1, or 0 when it was linked before the sandbox started.</param>
/// <param name="Notifications">How often context/notify for it was answered with SUCCESS.</param>
public sealed record LinkedCareContext(string HipId, string Address, string Reference, string Display, int SuccessEffects, int Notifications)
{
    /// <summary>The kinds of records it was linked with, in v3; none where nobody said, as in v0.5.</summary>
    public IReadOnlyList<string> HiTypes { get; init; } = [];

    /// <summary>The facility's reference of the patient, as it came with the link.</summary>
    public string? PatientReference { get; init; }

    /// <summary>When v3 linked it: for a few seconds after that it cannot be notified (protocol §7.5).</summary>
    public DateTimeOffset? LinkedAt { get; init; }
}

/// <summary>A care context that v3 is to link.</summary>
internal sealed record NewLink(string Reference, string Display, string? HiType, string? PatientReference = null);

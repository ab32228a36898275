namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>A care context that the consent manager holds as linked: the truth that the portal's own states must come to equal.</summary>
/// <param name="HipId">The facility.</param>
/// <param name="Address">The patient's address.</param>
/// <param name="Reference">The facility's reference of the care context.</param>
/// <param name="SuccessEffects">How often an add-contexts call linked it: 1, or 0 when it was linked before the sandbox started.</param>
/// <param name="Notifications">How often context/notify for it was answered with SUCCESS.</param>
public sealed record LinkedCareContext(string HipId, string Address, string Reference, string Display, int SuccessEffects, int Notifications);

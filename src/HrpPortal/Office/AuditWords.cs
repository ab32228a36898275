using HrpPortal.Audit;

namespace HrpPortal.Office;

/// <summary>What somebody did, in words.</summary>
public static class AuditWords
{
    public static string Of(AuditAction what) => what switch
    {
        AuditAction.PatientOpened => AuditTexts.PatientOpened,
        AuditAction.LinksSent => AuditTexts.LinksSent,
        AuditAction.LinkTriedAgain => AuditTexts.LinkTriedAgain,
        AuditAction.LinkCancelled => AuditTexts.LinkCancelled,
        AuditAction.LinksExported => AuditTexts.LinksExported,
        AuditAction.LinksTriedAgain => AuditTexts.LinksTriedAgain,
        AuditAction.FacilityAdded => AuditTexts.FacilityAdded,
        AuditAction.FacilityRenamed => AuditTexts.FacilityRenamed,
        AuditAction.FacilityDialectChanged => AuditTexts.FacilityDialectChanged,
        AuditAction.BridgeRegistered => AuditTexts.BridgeRegistered,
        AuditAction.TrailExported => AuditTexts.TrailExported,
        _ => what.ToString(),
    };
}

namespace HrpPortal.CareContexts;

/// <summary>ABDM's kinds of health information in the words of a front desk.</summary>
public static class RecordWords
{
    public static string Of(HiType type) => type switch
    {
        HiType.OPConsultation => CareContextsTexts.OpdConsultation,
        HiType.Prescription => CareContextsTexts.Prescription,
        HiType.DischargeSummary => CareContextsTexts.DischargeSummary,
        HiType.DiagnosticReport => CareContextsTexts.DiagnosticReport,
        HiType.ImmunizationRecord => CareContextsTexts.ImmunizationRecord,
        HiType.WellnessRecord => CareContextsTexts.WellnessRecord,
        _ => CareContextsTexts.HealthDocument,
    };
}

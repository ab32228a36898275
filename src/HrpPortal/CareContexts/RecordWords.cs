namespace HrpPortal.CareContexts;

/// <summary>ABDM's kinds of health information in the words of a front desk.</summary>
public static class RecordWords
{
    public static string Of(HiType type) => type switch
    {
        HiType.OPConsultation => "OPD consultation",
        HiType.Prescription => "Prescription",
        HiType.DischargeSummary => "Discharge summary",
        HiType.DiagnosticReport => "Diagnostic report",
        HiType.ImmunizationRecord => "Immunisation record",
        HiType.WellnessRecord => "Wellness record",
        _ => "Health document",
    };
}

namespace HrpPortal.Patients;

/// <summary>Tells the text of a scanner from what a person types.</summary>
internal static class ScannedText
{
    public static bool IsScan(string text) => text.Contains('{', StringComparison.Ordinal) || text.Contains("/share-profile", StringComparison.OrdinalIgnoreCase);
}

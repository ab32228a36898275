namespace HrpPortal.Patients;

/// <summary>Tells the text of a scanner from what a person types.</summary>
internal static class ScannedText
{
    private const int Braces = 8;

    /// <summary>Under an Indian keyboard the brace that a card begins with is a letter (ढ, and its like in each script), and many follow.</summary>
    public static bool IsScan(string text) =>
        text.Contains('{', StringComparison.Ordinal) || text.Contains("/share-profile", StringComparison.OrdinalIgnoreCase)
        || (text.Length > 60 && IndicKeys.HasIndic(text[..Braces]) && IndicKeys.ToEnglish(text[..Braces])?.Contains('{', StringComparison.Ordinal) == true);
}

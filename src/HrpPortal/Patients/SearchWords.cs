namespace HrpPortal.Patients;

/// <summary>What the box says it takes the typed text for.</summary>
public static class SearchWords
{
    /// <summary>Of a name nothing is said: everybody expects that.</summary>
    public static string? LooksLike(SearchKind kind) => kind switch
    {
        SearchKind.Phone => PatientsTexts.LooksLikePhone,
        SearchKind.HospitalNumber => PatientsTexts.LooksLikeNumber,
        SearchKind.AbhaNumber => PatientsTexts.LooksLikeAbha,
        SearchKind.PhrAddress => PatientsTexts.LooksLikeAddress,
        SearchKind.Card => PatientsTexts.LooksLikeCard,
        _ => null,
    };
}

namespace HrpPortal.Patients;

/// <summary>What a person reads when what was scanned is no card.</summary>
public static class CardWords
{
    public static string Of(CardTrouble trouble) => trouble switch
    {
        CardTrouble.TooLong => PatientsTexts.CardTooLong,
        CardTrouble.KeyboardLayout => PatientsTexts.CardKeyboardLayout,
        CardTrouble.NoIdentity => PatientsTexts.CardNoIdentity,
        CardTrouble.Contradicts => PatientsTexts.CardContradicts,
        _ => PatientsTexts.CardNotAbha,
    };
}

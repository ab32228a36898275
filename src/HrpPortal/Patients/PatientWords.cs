using HrpPortal.Ui;

namespace HrpPortal.Patients;

/// <summary>How a patient is named on screen. Full phone and ABHA numbers are for the edit form only.</summary>
public static class PatientWords
{
    public static string Of(Gender gender) => gender switch
    {
        Gender.M => PatientFormTexts.Male,
        Gender.F => PatientFormTexts.Female,
        Gender.O => PatientFormTexts.OtherSex,
        _ => PatientFormTexts.NotKnown,
    };

    /// <summary>42 years, or months below two years.</summary>
    public static string Age(DateOnly born, DateOnly today)
    {
        var months = ((today.Year - born.Year) * 12) + today.Month - born.Month - (today.Day < born.Day ? 1 : 0);
        return months switch
        {
            < 0 => PatientFormTexts.NotBornYet,
            < 24 => Phrase.Count(months, PatientFormTexts.OneMonth, PatientFormTexts.ManyMonths),
            _ => PatientFormTexts.Years.With(months / 12),
        };
    }

    public static string AgeAndSex(Patient patient, DateOnly today) => AgeAndSex(patient.BirthDate, patient.Gender, today);

    public static string AgeAndSex(DateOnly born, Gender gender, DateOnly today) => $"{Age(born, today)} · {Of(gender)}";

    /// <summary>Enough to ask "ending in 2345?", too little to call.</summary>
    public static string? Mobile(Patient patient) => Mobile(patient.Mobile);

    public static string? Mobile(string? number) => number is { Length: > 4 } mobile ? new string('•', mobile.Length - 4) + mobile[^4..] : null;

    /// <summary>••-••••-••••-1234.</summary>
    public static string? Abha(Patient patient) => patient.AbhaNumber is { Length: 14 } number ? $"••-••••-••••-{number[^4..]}" : null;
}

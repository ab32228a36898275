using System.Globalization;

namespace HrpPortal.Patients;

/// <summary>How a patient is named on screen. Full phone and ABHA numbers are for the edit form only.</summary>
public static class PatientWords
{
    public static string Of(Gender gender) => gender switch
    {
        Gender.M => "Male",
        Gender.F => "Female",
        Gender.O => "Other",
        _ => "Not known",
    };

    /// <summary>42 years, or months below two years.</summary>
    public static string Age(DateOnly born, DateOnly today)
    {
        var months = ((today.Year - born.Year) * 12) + today.Month - born.Month - (today.Day < born.Day ? 1 : 0);
        return months switch
        {
            < 0 => "not born yet",
            1 => "1 month",
            < 24 => string.Create(CultureInfo.InvariantCulture, $"{months} months"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{months / 12} years"),
        };
    }

    public static string AgeAndSex(Patient patient, DateOnly today) => $"{Age(patient.BirthDate, today)} · {Of(patient.Gender)}";

    /// <summary>Enough to ask "ending in 2345?", too little to call.</summary>
    public static string? Mobile(Patient patient) => patient.Mobile is { Length: > 4 } mobile ? new string('•', mobile.Length - 4) + mobile[^4..] : null;

    /// <summary>••-••••-••••-1234.</summary>
    public static string? Abha(Patient patient) => patient.AbhaNumber is { Length: 14 } number ? $"••-••••-••••-{number[^4..]}" : null;
}

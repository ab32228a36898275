using System.Text.RegularExpressions;
using HrpPortal.Data;

namespace HrpPortal.Patients;

/// <summary>What a person types of a patient. Checked here, for every way in.</summary>
public sealed partial class PatientForm
{
    public string Number { get; set; } = "";
    public string Name { get; set; } = "";
    public Gender? Gender { get; set; }
    public DateOnly? BirthDate { get; set; }
    public string Mobile { get; set; } = "";
    public string PhrAddress { get; set; } = "";
    public string AbhaNumber { get; set; } = "";

    public static PatientForm Of(Patient patient) => new()
    {
        Number = patient.Number,
        Name = patient.Name,
        Gender = patient.Gender,
        BirthDate = patient.BirthDate,
        Mobile = patient.Mobile ?? "",
        PhrAddress = patient.PhrAddress ?? "",
        AbhaNumber = patient.AbhaNumber ?? "",
    };

    public FieldErrors Check(DateOnly today)
    {
        var errors = new FieldErrors();
        errors.Require(NumberShape().IsMatch(Number.Trim()), nameof(Number),
            PatientFormTexts.NumberWrong);
        errors.Require(Name.Trim().Length is > 1 and <= 200, nameof(Name), PatientFormTexts.NameMissing);
        errors.Require(!Name.Any(char.IsControl), nameof(Name), PatientFormTexts.NameUnprintable);
        errors.Require(Gender is not null, nameof(Gender), PatientFormTexts.SexMissing);
        errors.Require(BirthDate is not null, nameof(BirthDate), PatientFormTexts.BirthMissing);
        errors.Require(BirthDate is null || BirthDate <= today, nameof(BirthDate), PatientFormTexts.BirthInFuture);
        errors.Require(BirthDate is null || BirthDate >= today.AddYears(-130), nameof(BirthDate), PatientFormTexts.BirthTooOld);
        errors.Require(Mobile.Trim().Length == 0 || PhoneNumber.Of(Mobile.Trim()) is not null, nameof(Mobile), PatientFormTexts.MobileWrong);
        errors.Require(PhrAddress.Trim().Length == 0 || (Patients.PhrAddress.IsValid(PhrAddress.Trim()) && PhrAddress.Trim().Length <= 100), nameof(PhrAddress),
            PatientFormTexts.AddressWrong);
        errors.Require(AbhaNumber.Trim().Length == 0 || AbhaDigits is { Length: 14 }, nameof(AbhaNumber), PatientFormTexts.AbhaWrong);
        return errors;
    }

    public void WriteTo(Patient patient, DateTime now)
    {
        patient.Name = Blanks().Replace(Name.Trim(), " ");
        patient.Gender = Gender!.Value;
        patient.BirthDate = BirthDate!.Value;
        patient.Mobile = PhoneNumber.Of(Mobile.Trim());
        patient.PhrAddress = PhrAddress.Trim() is { Length: > 0 } address ? address : null;
        patient.AbhaNumber = AbhaDigits is { Length: > 0 } abha ? abha : null;
        patient.UpdatedAt = now;
        patient.Version++;
        patient.Index();
    }

    private string AbhaDigits =>
        AbhaNumber.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('-' or ' ')) ? "?" : Digits(AbhaNumber);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9/_-]{0,63}$")]
    private static partial Regex NumberShape();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

using System.Text.RegularExpressions;
using HrpPortal.Data;

namespace HrpPortal.CareContexts;

/// <summary>What a person types of a health record when no hospital system delivers it.</summary>
public sealed partial class RecordForm
{
    public string VisitNumber { get; set; } = "";
    public DateOnly? Date { get; set; }
    public HiType? HiType { get; set; }
    public string Title { get; set; } = "";
    public string Doctor { get; set; } = "";

    public FieldErrors Check(DateOnly today)
    {
        var errors = new FieldErrors();
        errors.Require(VisitShape().IsMatch(VisitNumber.Trim()), nameof(VisitNumber), "Enter the visit number: letters, digits, / and - only, at most 60.");
        errors.Require(Date is not null, nameof(Date), "Enter the date of the record.");
        errors.Require(Date is null || Date <= today, nameof(Date), "The date is in the future. Check it.");
        errors.Require(Date is null || Date >= today.AddYears(-130), nameof(Date), "The date is too long ago. Check it.");
        errors.Require(HiType is not null, nameof(HiType), "Choose what kind of record it is.");
        errors.Require(Title.Trim().Length is > 0 and <= 100, nameof(Title), "Enter a title of at most 100 letters, for example Consultation note.");
        errors.Require(DisplayText.IsPlain(Title), nameof(Title), DisplayText.Hint);
        errors.Require(Doctor.Trim().Length <= 100 && !Doctor.Any(char.IsControl), nameof(Doctor), "Enter at most 100 letters.");
        return errors;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9/_-]{0,59}$")]
    private static partial Regex VisitShape();
}

/// <summary>Text that ABDM shows to the patient: v3 refuses anything but these characters, v0.5 is held to the same.</summary>
public static partial class DisplayText
{
    public const string Hint = "Use only English letters, digits and simple punctuation here; ABDM refuses others.";

    public static bool IsPlain(string text) => Plain().IsMatch(text);

    [GeneratedRegex("^[a-zA-Z0-9_\\-@,. \"':|()/]*$")]
    private static partial Regex Plain();
}

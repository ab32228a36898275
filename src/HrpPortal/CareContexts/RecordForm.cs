using System.Text.RegularExpressions;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Ui;

namespace HrpPortal.CareContexts;

/// <summary>What a person types of a health record when no hospital system delivers it.</summary>
public sealed partial class RecordForm
{
    /// <summary>What the patient's app shows is plain English whatever the language of the page.</summary>
    internal const string TitleExample = "Consultation note";

    public string VisitNumber { get; set; } = "";
    public DateOnly? Date { get; set; }
    public HiType? HiType { get; set; }
    public string Title { get; set; } = "";
    public string Doctor { get; set; } = "";

    public FieldErrors Check(DateOnly today)
    {
        var errors = new FieldErrors();
        errors.Require(VisitShape().IsMatch(VisitNumber.Trim()), nameof(VisitNumber), CareContextsTexts.VisitWrong);
        errors.Require(Date is not null, nameof(Date), CareContextsTexts.DateMissing);
        errors.Require(Date is null || Date <= today, nameof(Date), CareContextsTexts.DateInFuture);
        errors.Require(Date is null || Date >= today.AddYears(-130), nameof(Date), CareContextsTexts.DateTooOld);
        errors.Require(HiType is not null, nameof(HiType), CareContextsTexts.KindMissing);
        errors.Require(Title.Trim().Length is > 0 and <= 100, nameof(Title), CareContextsTexts.TitleWrong.With(TitleExample));
        errors.Require(DisplayText.IsPlain(Title), nameof(Title), DisplayText.Hint);
        errors.Require(Doctor.Trim().Length <= 100 && !Doctor.Any(char.IsControl), nameof(Doctor), CareContextsTexts.DoctorWrong);
        return errors;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9/_-]{0,59}$")]
    private static partial Regex VisitShape();
}

/// <summary>Text that ABDM shows to the patient: v3 refuses anything but these characters, v0.5 is held to the same.</summary>
public static class DisplayText
{
    public static string Hint => CareContextsTexts.PlainOnly;

    /// <summary>Nothing is plain too: whether something must stand there is the field's to say.</summary>
    public static bool IsPlain(string text) => V3Text.Display(text) is null or { Rule: V3TextRule.Missing };
}

using HrpPortal.Gateway;
using HrpPortal.Ui;

namespace HrpPortal.Errors;

/// <summary>What people read of an error of ABDM's (experience: "Errors mapped to actions"): one sentence, one next step, who takes it, and the button.</summary>
/// <param name="Cause">One sentence, as a clerk would say it; <c>{0}</c> is the patient's address. Never a code.</param>
/// <param name="Next">One step that helps.</param>
/// <param name="Who">Who takes it.</param>
/// <param name="Remedy">What the button does.</param>
/// <param name="Button">What it says; null when there is nothing to press.</param>
public sealed record ErrorWords(string Cause, string Next, Who Who, Remedy Remedy = Remedy.None, string? Button = null)
{
    /// <summary>The sentence, for the patient that it is about.</summary>
    public string CauseFor(string phrAddress) => Cause.With(phrAddress);

    /// <summary>The catalogue, in the order of <see cref="ErrorName"/>. A text stands here once, for all codes that mean it in either dialect.</summary>
    public static ErrorWords Of(ErrorName name) => name switch
    {
        ErrorName.AlreadyLinked => new(ErrorsTexts.AlreadyLinked, ErrorsTexts.AlreadyLinkedNext, Who.Nobody),
        ErrorName.NotLinkedYet => new(
            ErrorsTexts.NotLinkedYet, ErrorsTexts.NotLinkedYetNext,
            Who.Clerk, Remedy.SendAgain, ErrorsTexts.LinkAgain),
        ErrorName.PermissionSpent => new(ErrorsTexts.PermissionSpent, ErrorsTexts.PermissionSpentNext, Who.Nobody),
        ErrorName.PermissionLapsed => new(ErrorsTexts.PermissionLapsed, ErrorsTexts.PermissionLapsedNext, Who.Nobody),
        ErrorName.AddressUnknown => new(
            ErrorsTexts.AddressUnknown, ErrorsTexts.AddressUnknownNext,
            Who.Clerk, Remedy.CorrectDetails, ErrorsTexts.ChangeAddress),
        ErrorName.AbhaNumberWrong => new(
            ErrorsTexts.AbhaNumberWrong, ErrorsTexts.AbhaNumberWrongNext,
            Who.Clerk, Remedy.CorrectDetails, ErrorsTexts.CorrectNumber),
        ErrorName.DetailsDiffer => new(
            ErrorsTexts.DetailsDiffer, ErrorsTexts.DetailsDifferNext,
            Who.Clerk, Remedy.CorrectDetails, ErrorsTexts.CorrectDetails),
        ErrorName.AbhaInactive => new(
            ErrorsTexts.AbhaInactive, ErrorsTexts.AbhaInactiveNext, Who.Clerk, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.OtpWrong => new(
            ErrorsTexts.OtpWrong, ErrorsTexts.OtpWrongNext, Who.Clerk, Remedy.SendAgain, ErrorsTexts.AskAgain),
        ErrorName.OtpExpired => new(ErrorsTexts.OtpExpired, ErrorsTexts.OtpExpiredNext, Who.Clerk, Remedy.SendAgain, ErrorsTexts.AskForNewCode),
        ErrorName.OtpTooOften => new(
            ErrorsTexts.OtpTooOften, ErrorsTexts.OtpTooOftenNext, Who.Records, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.AddressBlocked => new(
            ErrorsTexts.AddressBlocked, ErrorsTexts.AddressBlockedNext, Who.Records, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.CareContextUnknown => new(
            ErrorsTexts.NotLinkedYet, ErrorsTexts.NotLinkedYetNext,
            Who.Clerk, Remedy.SendAgain, ErrorsTexts.LinkAgain),
        ErrorName.FacilityUnknown => new(
            ErrorsTexts.FacilityUnknown, ErrorsTexts.FacilityUnknownNext,
            Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.RequestMalformed => new(
            ErrorsTexts.RequestMalformed, ErrorsTexts.RequestMalformedNext,
            Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.ClockWrong => new(
            ErrorsTexts.ClockWrong, ErrorsTexts.ClockWrongNext, Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.SeenBefore => new(ErrorsTexts.SeenBefore, ErrorsTexts.SeenBeforeNext, Who.Nobody),
        ErrorName.OutOfOrder => new(ErrorsTexts.OutOfOrder, ErrorsTexts.PortalTriesAgain, Who.Nobody),
        ErrorName.SessionRefused => new(
            ErrorsTexts.SessionRefused, ErrorsTexts.SessionRefusedNext, Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.NoRights => new(
            ErrorsTexts.NoRights, ErrorsTexts.NoRightsNext, Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        ErrorName.MobileWrong => new(
            ErrorsTexts.MobileWrong, ErrorsTexts.MobileWrongNext,
            Who.Clerk, Remedy.CorrectDetails, ErrorsTexts.CorrectNumber),
        ErrorName.SmsOutOfOrder => new(ErrorsTexts.SmsOutOfOrder, ErrorsTexts.PortalTriesAgain, Who.Nobody),
        ErrorName.SmsOff => new(ErrorsTexts.SmsOff, ErrorsTexts.SmsOffNext, Who.It, Remedy.SendAgain, ErrorsTexts.TryAgain),
        _ => new(ErrorsTexts.Refused, ErrorsTexts.RefusedNext, Who.Clerk, Remedy.SendAgain, ErrorsTexts.TryAgain),
    };

    /// <summary>The class in words for IT: what the portal does by itself.</summary>
    public static string Of(ErrorClass found) => found switch
    {
        ErrorClass.AlreadyLinked => ErrorsTexts.ClassAlreadyLinked,
        ErrorClass.NotYetLinked => ErrorsTexts.ClassNotYetLinked,
        ErrorClass.TokenUnusable => ErrorsTexts.ClassTokenUnusable,
        ErrorClass.WrongPerson => ErrorsTexts.ClassWrongPerson,
        ErrorClass.RequestBad => ErrorsTexts.ClassRequestBad,
        ErrorClass.RepeatOrClock => ErrorsTexts.ClassRepeatOrClock,
        ErrorClass.Blocked => ErrorsTexts.ClassBlocked,
        ErrorClass.GatewayTrouble => ErrorsTexts.ClassGatewayTrouble,
        ErrorClass.Session => ErrorsTexts.ClassSession,
        _ => ErrorsTexts.ClassOther,
    };
}

/// <summary>Who takes the next step.</summary>
public enum Who { Nobody, Clerk, Records, It }

/// <summary>What helps against an error.</summary>
public enum Remedy { None, CorrectDetails, SendAgain }

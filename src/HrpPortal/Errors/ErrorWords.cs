using System.Globalization;
using HrpPortal.Gateway;

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
    public string CauseFor(string phrAddress) => string.Format(CultureInfo.InvariantCulture, Cause, phrAddress);

    /// <summary>The catalogue, in the order of <see cref="ErrorName"/>. A text stands here once, for all codes that mean it in either dialect.</summary>
    public static ErrorWords Of(ErrorName name) => name switch
    {
        ErrorName.AlreadyLinked => new("It was already linked to {0}.", "Nothing. What is linked stays linked.", Who.Nobody),
        ErrorName.NotLinkedYet => new(
            "ABDM does not know the care context that the new record should join.", "Link the record into a new care context.",
            Who.Clerk, Remedy.SendAgain, "Link again"),
        ErrorName.PermissionSpent => new("The permission to link to {0} has run out.", "Nothing. The portal asks for a new one by itself.", Who.Nobody),
        ErrorName.PermissionLapsed => new("ABDM waited too long for the patient's details.", "Nothing. The portal asks again by itself.", Who.Nobody),
        ErrorName.AddressUnknown => new(
            "ABDM does not know {0}.", "Read the address back to the patient, correct it and try again.",
            Who.Clerk, Remedy.CorrectDetails, "Change the address"),
        ErrorName.AbhaNumberWrong => new(
            "The ABHA number on file is not the one of {0}.", "Compare it with the patient's ABHA card, correct it and try again.",
            Who.Clerk, Remedy.CorrectDetails, "Correct the number"),
        ErrorName.DetailsDiffer => new(
            "The name, sex or date of birth on file differ from the patient's ABHA.", "Compare with the patient's ABHA card, correct what differs and try again.",
            Who.Clerk, Remedy.CorrectDetails, "Correct the details"),
        ErrorName.AbhaInactive => new(
            "This ABHA is not active.", "Ask the patient to switch it on in the app, then try again.", Who.Clerk, Remedy.SendAgain, "Try again"),
        ErrorName.OtpWrong => new(
            "The code that the patient gave is not right.", "Ask the patient to read it out once more.", Who.Clerk, Remedy.SendAgain, "Ask again"),
        ErrorName.OtpExpired => new("The code that the patient gave has run out.", "Ask for a new code.", Who.Clerk, Remedy.SendAgain, "Ask for a new code"),
        ErrorName.OtpTooOften => new(
            "Too many codes were tried for {0}.", "Try again tomorrow: ABDM lets nobody try before.", Who.Records, Remedy.SendAgain, "Try again"),
        ErrorName.AddressBlocked => new(
            "ABDM has blocked {0} for 24 hours.", "Try again when the block is over.", Who.Records, Remedy.SendAgain, "Try again"),
        ErrorName.CareContextUnknown => new(
            "ABDM does not know the care context that the new record should join.", "Link the record into a new care context.",
            Who.Clerk, Remedy.SendAgain, "Link again"),
        ErrorName.FacilityUnknown => new(
            "ABDM does not know this hospital as the portal names it.", "IT compares the facility's id with its registration at ABDM, then try again.",
            Who.It, Remedy.SendAgain, "Try again"),
        ErrorName.RequestMalformed => new(
            "ABDM did not accept the request as the portal made it.", "Tell IT the reference; the patient can do nothing about it.",
            Who.It, Remedy.SendAgain, "Try again"),
        ErrorName.ClockWrong => new(
            "The portal's clock differs too much from ABDM's.", "IT sets the server's clock right, then try again.", Who.It, Remedy.SendAgain, "Try again"),
        ErrorName.SeenBefore => new("ABDM is still busy with the same request.", "Nothing. Its answer to the first one counts.", Who.Nobody),
        ErrorName.OutOfOrder => new("ABDM is out of order for now.", "Nothing. The portal tries again by itself.", Who.Nobody),
        ErrorName.SessionRefused => new(
            "ABDM does not accept the portal's sign-in.", "IT checks the client id and secret that ABDM gave.", Who.It, Remedy.SendAgain, "Try again"),
        ErrorName.NoRights => new(
            "ABDM does not let this hospital do that.", "IT asks ABDM to subscribe the client id to this service.", Who.It, Remedy.SendAgain, "Try again"),
        ErrorName.MobileWrong => new(
            "ABDM cannot write to the mobile number on file.", "Ask the patient for the number and correct it, then try again.",
            Who.Clerk, Remedy.CorrectDetails, "Correct the number"),
        ErrorName.SmsOutOfOrder => new("ABDM sends no text messages just now.", "Nothing. The portal tries again by itself.", Who.Nobody),
        ErrorName.SmsOff => new("ABDM sends no text messages for this hospital.", "IT asks ABDM to switch them on.", Who.It, Remedy.SendAgain, "Try again"),
        _ => new("ABDM refused and did not say why.", "Try again. If ABDM refuses again, ask the records office.", Who.Clerk, Remedy.SendAgain, "Try again"),
    };

    /// <summary>The class in words for IT: what the portal does by itself.</summary>
    public static string Of(ErrorClass found) => found switch
    {
        ErrorClass.AlreadyLinked => "Counts as linked; of several, each is sent alone.",
        ErrorClass.NotYetLinked => "Told again after 5, 15 and 60 s.",
        ErrorClass.TokenUnusable => "New permission, sent again, twice at most.",
        ErrorClass.WrongPerson => "Stops until a person mends it.",
        ErrorClass.RequestBad => "Stops; ours to mend.",
        ErrorClass.RepeatOrClock => "Not sent again at once; the first answer is waited for.",
        ErrorClass.Blocked => "Held for 24 hours.",
        ErrorClass.GatewayTrouble => "Tried again later, under a new requestId.",
        ErrorClass.Session => "The session is renewed once, then tried again later.",
        _ => "Stops; shown to a person.",
    };
}

/// <summary>Who takes the next step.</summary>
public enum Who { Nobody, Clerk, Records, It }

/// <summary>What helps against an error.</summary>
public enum Remedy { None, CorrectDetails, SendAgain }

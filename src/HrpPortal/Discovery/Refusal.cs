using HrpPortal.Gateway;

namespace HrpPortal.Discovery;

/// <summary>Why not, with the code of each dialect (protocol, 6 and 8.3). The patient's app may show the words: nothing of the hospital's inside.</summary>
public sealed record Refusal(int Code, string CodeV3, string Message)
{
    public static readonly Refusal BadRequest = new(HipError.BadRequest, HipErrorV3.RequestBad, "The request cannot be read");
    public static readonly Refusal NoPatient = new(HipError.NoPatient, HipErrorV3.NoPatient, "No patient was found");

    /// <summary>To who asks it says no more than that nobody was found.</summary>
    public static readonly Refusal SeveralPatients = new(HipError.SeveralPatients, HipErrorV3.NoPatient, "No single patient was found. Please ask at the hospital");
    public static readonly Refusal NothingToLink = new(HipError.AlreadyLinked, HipErrorV3.CareContextWrong, "There are no records that are not linked already");
    public static readonly Refusal Duplicate = new(HipError.DuplicateDiscovery, HipErrorV3.TransactionWrong, "This search was made before");
    public static readonly Refusal SearchUnknown = new(HipError.DiscoveryNotFound, HipErrorV3.TransactionWrong, "The search is not known, or too old. Please search again");
    public static readonly Refusal ContextUnknown = new(HipError.CareContextNotFound, HipErrorV3.CareContextWrong, "One of the records was not found. Please search again");
    public static readonly Refusal LinkUnknown = new(HipError.NoLinkRequest, HipErrorV3.LinkReferenceWrong, "The link is not known. Please search again");
    public static readonly Refusal CodeWrong = new(HipError.OtpWrong, HipErrorV3.OtpWrong, "The OTP is wrong");
    public static readonly Refusal CodeUsedUp = new(HipError.LinkExpired, HipErrorV3.OtpWrong, "The OTP was wrong too often. Please search again");
    public static readonly Refusal CodeTooLate = new(HipError.OtpExpired, HipErrorV3.OtpWrong, "The OTP has expired. Please search again");

    public static Refusal Of(CodeTrouble trouble) => new(HipError.OtpNotMade, HipErrorV3.SmsNotSent, trouble switch
    {
        CodeTrouble.NoMobile => "The hospital has no mobile number of yours. Please ask at the hospital",
        CodeTrouble.TooMany => "Too many OTPs were sent. Please try again in an hour",
        CodeTrouble.NotSetUp => "The hospital cannot send an OTP. Please ask at the hospital to link your records",
        _ => "The OTP could not be sent. Please try again, or ask at the hospital",
    });
}

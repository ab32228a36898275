using HrpPortal.Ui;

namespace HrpPortal.LinkingTokens;

/// <summary>Asking the patient, in words.</summary>
public static class AskingWords
{
    public static string Of(AuthenticationMethod way) => way switch
    {
        AuthenticationMethod.MobileOtp => LinkingTokensTexts.WayMobile,
        AuthenticationMethod.AadhaarOtp => LinkingTokensTexts.WayAadhaar,
        _ => LinkingTokensTexts.WayApp,
    };

    /// <summary>What went wrong with the last step, when it can be done again.</summary>
    public static string? Trouble(Authentication asking) => asking switch
    {
        { ErrorCode: "1406" } => LinkingTokensTexts.CodeTooOld,
        { WrongCodes: > 0, TriesLeft: 0 } => LinkingTokensTexts.NoTriesLeft,
        { ErrorCode: "1405" or "1441" } => LinkingTokensTexts.CodeWrong.With(asking.TriesLeft),
        { State: AuthenticationState.NeedsChoice, Current: { Step: not AuthenticationStep.FetchModes, AnsweredAt: null } } => LinkingTokensTexts.NoReply,
        { State: AuthenticationState.NeedsCode, Current: { Step: AuthenticationStep.Confirm, AnsweredAt: null } } => LinkingTokensTexts.NoReply,
        { ErrorCode: not null } => LinkingTokensTexts.NoReply,
        _ => null,
    };

    public static string Ended(Authentication asking) => asking switch
    {
        { State: AuthenticationState.Granted } => LinkingTokensTexts.EndedGranted,
        { State: AuthenticationState.Denied } => LinkingTokensTexts.EndedDenied,
        { State: AuthenticationState.Expired } => LinkingTokensTexts.EndedExpired,
        { ErrorCode: "1407" or "1408" or "1423" } => LinkingTokensTexts.EndedTooOften,
        { LookedBy: not null } => LinkingTokensTexts.EndedOther,
        { ErrorCode: "1437" or "1404" or "1414" } => LinkingTokensTexts.EndedUnknown,
        _ => LinkingTokensTexts.EndedRefused,
    };

    /// <summary>0:48.</summary>
    public static string Left(TimeSpan left) => $"{(int)left.TotalMinutes}:{left.Seconds:00}";
}

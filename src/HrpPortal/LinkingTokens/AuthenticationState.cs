namespace HrpPortal.LinkingTokens;

/// <summary>Where the question for a permission stands.</summary>
public enum AuthenticationState
{
    Ready,
    Sending,
    Waiting,

    /// <summary>ABDM said which ways there are; a person picks one.</summary>
    NeedsChoice,

    /// <summary>ABDM sent the patient a code; a person types it.</summary>
    NeedsCode,

    /// <summary>The patient decides in the app.</summary>
    NeedsPatient,

    /// <summary>The permission is there, but the profile that came with it differs from the file: a person looks whose it is.</summary>
    NeedsLook,

    Granted,
    Refused,
    Failed,

    /// <summary>The patient said no in the app.</summary>
    Denied,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>Another way of asking took its place.</summary>
    Replaced,
}

public enum AuthenticationStep { Init, Confirm, GenerateToken, FetchModes }

/// <summary>How the patient agrees (protocol, 4). Demographics asks nobody; Unchosen is for a person to make up.</summary>
public enum AuthenticationMethod { Demographics, Unchosen, MobileOtp, AadhaarOtp, Direct }

/// <summary>LINK brings a token; KYC_AND_LINK the patient's profile with it, which is compared with the file.</summary>
public enum AuthenticationPurpose { Link, KycAndLink }

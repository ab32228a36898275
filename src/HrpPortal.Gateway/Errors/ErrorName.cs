namespace HrpPortal.Gateway;

/// <summary>What an error of ABDM's is about, one name for all the codes that say it in either dialect; texts for people are keyed by it.</summary>
public enum ErrorName
{
    /// <summary>In no line of the table.</summary>
    Unknown,

    /// <summary>A care context of the request was linked before.</summary>
    AlreadyLinked,

    /// <summary>The care context that is told of is not linked, or not yet known everywhere.</summary>
    NotLinkedYet,

    /// <summary>The linking token has run out, was used, or is for another purpose.</summary>
    PermissionSpent,

    /// <summary>The authentication that was begun is known no more.</summary>
    PermissionLapsed,

    /// <summary>No account under this address.</summary>
    AddressUnknown,

    /// <summary>No account under this ABHA number, or not this one.</summary>
    AbhaNumberWrong,

    /// <summary>Name, sex or date of birth are not those of the account.</summary>
    DetailsDiffer,

    /// <summary>The account is switched off.</summary>
    AbhaInactive,

    /// <summary>The code that the patient gave is not right.</summary>
    OtpWrong,

    /// <summary>The code that the patient gave has run out.</summary>
    OtpExpired,

    /// <summary>Too many codes were asked for or tried.</summary>
    OtpTooOften,

    /// <summary>ABDM will not hear of this address for a day.</summary>
    AddressBlocked,

    /// <summary>ABDM does not know the care context that was named.</summary>
    CareContextUnknown,

    /// <summary>ABDM does not know this facility, or not under this client id.</summary>
    FacilityUnknown,

    /// <summary>The request was not made as ABDM wants it.</summary>
    RequestMalformed,

    /// <summary>The time of the request is not ABDM's time.</summary>
    ClockWrong,

    /// <summary>ABDM has the same request already, or takes it for one.</summary>
    SeenBefore,

    /// <summary>ABDM, or what it stands on, is out of order.</summary>
    OutOfOrder,

    /// <summary>Our session at the gateway is not accepted.</summary>
    SessionRefused,

    /// <summary>Our client id may not do this.</summary>
    NoRights,

    /// <summary>The mobile number is none that ABDM can write to.</summary>
    MobileWrong,

    /// <summary>ABDM sends no text messages just now.</summary>
    SmsOutOfOrder,

    /// <summary>Text messages are switched off for this facility.</summary>
    SmsOff,
}

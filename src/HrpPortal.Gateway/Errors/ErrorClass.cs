namespace HrpPortal.Gateway;

/// <summary>What an error of ABDM's asks of the portal (protocol §8.4).</summary>
public enum ErrorClass
{
    /// <summary>Not in the table: final, show code and message.</summary>
    Unknown,

    /// <summary>Done before. For a single care context that is success; for several, send each alone.</summary>
    AlreadyLinked,

    /// <summary>The care context is not linked, or ABDM's parts do not all know yet: tell again after 5, 15 and 60 s (protocol §7.5).</summary>
    NotYetLinked,

    /// <summary>Drop the linking token, ask for permission again, send once more.</summary>
    TokenUnusable,

    /// <summary>Address or demographics do not fit, or the code the patient gave is wrong: a person must mend it, never repeat by itself.</summary>
    WrongPerson,

    /// <summary>Our request or set-up is wrong: tell the operator.</summary>
    RequestBad,

    /// <summary>Seen before, or our clock is off: do not send again, wait for the callback.</summary>
    RepeatOrClock,

    /// <summary>Stop for this patient, for 24 hours.</summary>
    Blocked,

    /// <summary>ABDM is down or slow: try again later with a new requestId.</summary>
    GatewayTrouble,

    /// <summary>Our session or rights at the gateway: renew once, then tell the operator.</summary>
    Session,
}

namespace HrpPortal.Linking;

/// <summary>Where a link request stands. Accepted is not linked; Unknown and NoAnswer are not failed.</summary>
public enum LinkState
{
    Queued, Dispatching, Unknown, Accepted, NoAnswer, WaitRetry, Linked, Refused, Cancelled, NeedsHuman,
}

/// <summary>A new care context is added to the address; an existing one is told of by links/context/notify.</summary>
public enum LinkKind { NewCareContexts, ExistingCareContext }

/// <summary>Why a request waits, or what a person must do; the words for it are in LinkWords.</summary>
public enum LinkReason
{
    None,
    AskingPermission,
    GatewayTrouble,
    TokenRefused,
    DetailsDiffer,
    AddressUnknown,
    PermissionBlocked,
    PermissionRefused,
    AttemptsUsedUp,
    RefusedByAbdm,
    OurRequestBad,

    /// <summary>ABDM could not even be asked for the permission; asked again at a known moment.</summary>
    PermissionDelayed,

    /// <summary>Some care contexts of the request were linked already, so each of the others goes alone.</summary>
    OneByOne,

    /// <summary>ABDM does not know the care context yet that it is told of; it may be too soon after the link.</summary>
    NotKnownYet,
    CareContextUnknown,

    /// <summary>The portal's clock is too far from ABDM's: every call would be refused.</summary>
    ClockOff,

    /// <summary>Asked again and again, ABDM never said what became of it.</summary>
    NeverAnswered,

    /// <summary>Sent, and ABDM takes longer to answer than it usually does.</summary>
    AnswerLate,

    /// <summary>The patient closed or paused the address (protocol, 5.4): nothing is sent for it.</summary>
    AddressLeft,

    /// <summary>The patient said no in the app.</summary>
    PermissionDenied,

    /// <summary>The patient was asked, and nobody answered in time.</summary>
    PermissionUnanswered,

    /// <summary>The patient is asked: by a code, or in the app.</summary>
    AskingPatient,
}

/// <summary>
/// Numbers of the guarantees' transition table; every event says which one it was. T21 is that table's row for callbacks of nobody's
/// request; T22: the patient linked it himself, in his app.
/// </summary>
public enum LinkTransition { T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20, T22 }

/// <summary>A step that the state machine does not know: a bug of ours, never the gateway's.</summary>
public sealed class IllegalTransitionException(LinkTransition transition, LinkState from)
    : Exception($"A link request in state {from} cannot take {transition}.");

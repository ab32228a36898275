using static HrpPortal.Gateway.ErrorClass;
using static HrpPortal.Gateway.ErrorName;

namespace HrpPortal.Gateway;

/// <summary>
/// ABDM's error codes that matter to permission, linking, notifying and messages to patients (protocol §5, §7, §8). The first line
/// that fits counts, so the particular stands before the general. Not here: consents, PINs, discovery, and what only apps hear.
/// </summary>
internal static class ErrorTable
{
    public static IReadOnlyList<ErrorRow> Rows { get; } =
    [
        // Linked before. 1439 means so at add-contexts only: the public code uses the number for a consent.
        new(ErrorName.AlreadyLinked, ErrorClass.AlreadyLinked, "1439", At: GatewayPaths.AddContexts),
        new(ErrorName.AlreadyLinked, ErrorClass.AlreadyLinked, "ABDM-1056", Says: "already linked"),

        // Too soon after the link: ABDM tells its own parts in the next seconds (protocol §7.5).
        new(NotLinkedYet, NotYetLinked, "1402", At: GatewayPaths.ContextNotify),
        new(NotLinkedYet, NotYetLinked, "ABDM-1006", Says: "no care context linked"),
        new(NotLinkedYet, NotYetLinked, "ABDM-1006", Says: "no links found"),

        // The linking token. 1500 is the catch-all of v0.5: only its words tell (protocol §5.1).
        new(PermissionSpent, TokenUnusable, "1500", Says: "token"),
        new(PermissionSpent, TokenUnusable, "1500", Says: "repeat action exceeded"),
        new(PermissionSpent, TokenUnusable, "1401"),
        new(PermissionSpent, TokenUnusable, "1430"),
        new(PermissionSpent, TokenUnusable, "ABDM-1026"),
        new(PermissionSpent, TokenUnusable, "ABDM-1038"),
        new(PermissionSpent, TokenUnusable, "ABDM-1062", Says: "link token"),
        new(PermissionSpent, TokenUnusable, "ABDM-1063", Says: "link token"),
        new(PermissionSpent, TokenUnusable, "ABDM-1066", At: GatewayPaths.LinkCareContext),

        // The authentication is gone: begin a new one.
        new(PermissionLapsed, TokenUnusable, "1427", At: GatewayPaths.Confirm),
        new(PermissionLapsed, TokenUnusable, "ABDM-1017"),
        new(PermissionLapsed, TokenUnusable, "ABDM-1052"),
        new(PermissionLapsed, TokenUnusable, "ABDM-9999", Says: "transaction id"),

        // The patient.
        new(AddressUnknown, WrongPerson, "1404"),
        new(AddressUnknown, WrongPerson, "1414"),
        new(AddressUnknown, WrongPerson, "1437"),
        new(AddressUnknown, WrongPerson, "ABDM-1012"),
        new(AddressUnknown, WrongPerson, "ABDM-1023"),
        new(AddressUnknown, WrongPerson, "ABDM-1051"),
        new(AbhaNumberWrong, WrongPerson, "ABDM-1013"),
        new(DetailsDiffer, WrongPerson, "1441"),
        new(DetailsDiffer, WrongPerson, "ABDM-1036"),
        new(DetailsDiffer, WrongPerson, "ABDM-1043"),

        // Of name, sex and year of birth together with the address: v3 says it also where only the name differs (protocol 10, A).
        new(DetailsDiffer, WrongPerson, "ABDM-9999", Says: "user not found"),
        new(AbhaInactive, WrongPerson, "ABDM-1407"),
        new(OtpWrong, WrongPerson, "1405"),
        new(OtpWrong, WrongPerson, "ABDM-1035", Says: "OTP"),
        new(OtpExpired, WrongPerson, "1406"),
        new(OtpTooOften, Blocked, "1407"),
        new(OtpTooOften, Blocked, "1408"),
        new(AddressBlocked, Blocked, "1423"),
        new(AddressBlocked, Blocked, "ABDM-1022"),
        new(AddressBlocked, Blocked, "ABDM-1027"),

        // Our request.
        new(CareContextUnknown, RequestBad, "1402"),
        new(CareContextUnknown, RequestBad, "1413"),
        new(CareContextUnknown, RequestBad, "1421"),
        new(CareContextUnknown, RequestBad, "ABDM-1056"), // "Invalid Link Reference Number"
        new(CareContextUnknown, RequestBad, "ABDM-1057"),
        new(FacilityUnknown, RequestBad, "1417"),
        new(FacilityUnknown, RequestBad, "1505"),
        new(FacilityUnknown, RequestBad, "2500", Says: "X-CM-ID"),
        new(FacilityUnknown, RequestBad, "2505"),
        new(FacilityUnknown, RequestBad, "2506"),
        new(FacilityUnknown, RequestBad, "2507"),
        new(FacilityUnknown, RequestBad, "2508"),
        new(FacilityUnknown, RequestBad, "ABDM-1025"),
        new(FacilityUnknown, RequestBad, "ABDM-1028"),
        new(FacilityUnknown, RequestBad, "ABDM-1035"),
        new(FacilityUnknown, RequestBad, "ABDM-1055"),
        new(FacilityUnknown, RequestBad, "ABDM-2500", Says: "mapping"),
        new(ClockWrong, RequestBad, "ABDM-1016"),
        new(RequestMalformed, RequestBad, "1411"),
        new(RequestMalformed, RequestBad, "1419"),
        new(RequestMalformed, RequestBad, "1506"),
        new(RequestMalformed, RequestBad, "1510"),
        new(RequestMalformed, RequestBad, "2500", Status: 400),
        new(RequestMalformed, RequestBad, "ABDM-1001"),
        new(RequestMalformed, RequestBad, "ABDM-1002"),
        new(RequestMalformed, RequestBad, "ABDM-1006"),
        new(RequestMalformed, RequestBad, "ABDM-1010"),
        new(RequestMalformed, RequestBad, "ABDM-1015"),
        new(RequestMalformed, RequestBad, "ABDM-1030"),
        new(RequestMalformed, RequestBad, "ABDM-1031"),
        new(RequestMalformed, RequestBad, "ABDM-1032"),
        new(RequestMalformed, RequestBad, "ABDM-1037"),
        new(RequestMalformed, RequestBad, "ABDM-1059"),
        new(RequestMalformed, RequestBad, "ABDM-1060"),
        new(RequestMalformed, RequestBad, "ABDM-1061", At: GatewayPaths.LinkCareContext), // Elsewhere "Consent artefact expired".
        new(RequestMalformed, RequestBad, "ABDM-1061", Says: "patient display"),
        new(RequestMalformed, RequestBad, "ABDM-1064", Says: "body"),
        new(RequestMalformed, RequestBad, "ABDM-1065"),
        new(RequestMalformed, RequestBad, "ABDM-1067"),
        new(RequestMalformed, RequestBad, "ABDM-1506"),
        new(SeenBefore, RepeatOrClock, "1412"),
        new(SeenBefore, RepeatOrClock, "2429"),
        new(SeenBefore, RepeatOrClock, "ABDM-1053"),
        new(SeenBefore, RepeatOrClock, "ABDM-1064"),
        new(SeenBefore, RepeatOrClock, "ABDM-1090"),
        new(SeenBefore, RepeatOrClock, "ABDM-1092"),
        new(SeenBefore, RepeatOrClock, "ABDM-2429"),
        new(SeenBefore, RepeatOrClock, "ABDM-9999", Says: "duplicate"),

        // Messages to patients (sms/notify2).
        new(MobileWrong, WrongPerson, "ABDM-1005"),
        new(MobileWrong, WrongPerson, "ABDM-1014"),
        new(SmsOutOfOrder, GatewayTrouble, "ABDM-1004"),
        new(SmsOutOfOrder, GatewayTrouble, "ABDM-1034"),
        new(SmsOff, RequestBad, "ABDM-1008"),

        // ABDM itself. A bare 2500 is the gateway's own callback when it did not reach the consent manager (protocol §2).
        new(OutOfOrder, GatewayTrouble, "1422"),
        new(OutOfOrder, GatewayTrouble, "1501"),
        new(OutOfOrder, GatewayTrouble, "1502"),
        new(OutOfOrder, GatewayTrouble, "1503"),
        new(OutOfOrder, GatewayTrouble, "1504"),
        new(OutOfOrder, GatewayTrouble, "1507"),
        new(OutOfOrder, GatewayTrouble, "1511"),
        new(OutOfOrder, GatewayTrouble, "2500"),
        new(OutOfOrder, GatewayTrouble, "2503"),
        new(OutOfOrder, GatewayTrouble, "2504"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1000"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1007"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1019"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1024"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1029"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1045"),
        new(OutOfOrder, GatewayTrouble, "ABDM-1048"),
        new(SessionRefused, Session, "ABDM-2500", Says: "authorization"),
        new(OutOfOrder, GatewayTrouble, "ABDM-2500"),
        new(OutOfOrder, GatewayTrouble, "ABDM-9999", Says: "unknown exception"),
        new(OutOfOrder, GatewayTrouble, "900800"), // The API manager in front of both dialects is throttling.
        new(OutOfOrder, GatewayTrouble, "900802"),

        // Our session, as the gateway and the API manager see it.
        new(SessionRefused, Session, "2401"),
        new(SessionRefused, Session, "900900"),
        new(SessionRefused, Session, "900901"),
        new(SessionRefused, Session, "900902"),
        new(NoRights, Session, "900908"),
        new(NoRights, Session, "ABDM-1021"),
        new(SessionRefused, Session, "ABDM-1066"), // "Invalid JWT token", where no linking token is sent.
    ];
}

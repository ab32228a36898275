using static HrpPortal.Gateway.ErrorClass;

namespace HrpPortal.Gateway;

/// <summary>
/// ABDM's error codes that matter to linking (protocol §5.1, §8). The first line that fits counts, so the particular stands before
/// the general.
/// </summary>
internal static class ErrorTable
{
    public static IReadOnlyList<ErrorRow> Rows { get; } =
    [
        // v0.5, consent manager.
        new(AlreadyLinked, "1439", At: GatewayPaths.AddContexts), // Elsewhere the public code uses the number for a consent.
        new(TokenUnusable, "1500", Says: "token"), // 1500 is the catch-all: only its words tell.
        new(TokenUnusable, "1500", Says: "repeat action exceeded"),
        new(TokenUnusable, "1401"),
        new(TokenUnusable, "1430"),
        new(TokenUnusable, "1427", At: GatewayPaths.Confirm), // The authentication is gone: begin a new one.
        new(WrongPerson, "1404"),
        new(WrongPerson, "1405"),
        new(WrongPerson, "1406"),
        new(WrongPerson, "1414"),
        new(WrongPerson, "1437"),
        new(WrongPerson, "1441"),
        new(Blocked, "1407"),
        new(Blocked, "1408"),
        new(Blocked, "1423"),
        new(NotYetLinked, "1402", At: GatewayPaths.ContextNotify),
        new(RequestBad, "1402"),
        new(RequestBad, "1417"),
        new(RequestBad, "1419"),
        new(RequestBad, "1421"),
        new(RequestBad, "1505"),
        new(RequestBad, "1506"),
        new(RequestBad, "1510"),
        new(RepeatOrClock, "1412"),
        new(GatewayTrouble, "1422"),
        new(GatewayTrouble, "1501"),
        new(GatewayTrouble, "1502"),
        new(GatewayTrouble, "1503"),
        new(GatewayTrouble, "1504"),
        new(GatewayTrouble, "1511"),

        // v0.5, gateway.
        new(Session, "2401"),
        new(RepeatOrClock, "2429"),
        new(RequestBad, "2500", Status: 400),
        new(RequestBad, "2500", Says: "X-CM-ID"),
        new(GatewayTrouble, "2500"), // The gateway's own callback when it did not reach the consent manager.
        new(GatewayTrouble, "2503"),
        new(GatewayTrouble, "2504"),
        new(RequestBad, "2505"),
        new(RequestBad, "2506"),
        new(RequestBad, "2507"),
        new(RequestBad, "2508"),

        // v3.
        new(AlreadyLinked, "ABDM-1056", Says: "already linked"),
        new(RequestBad, "ABDM-1056"), // "Invalid Link Reference Number"
        new(TokenUnusable, "ABDM-1026"),
        new(TokenUnusable, "ABDM-1038"),
        new(TokenUnusable, "ABDM-1062", Says: "link token"),
        new(TokenUnusable, "ABDM-1063", Says: "link token"),
        new(TokenUnusable, "ABDM-1066"),
        new(WrongPerson, "ABDM-1013"),
        new(WrongPerson, "ABDM-1035", Says: "OTP"),
        new(WrongPerson, "ABDM-1036"),
        new(WrongPerson, "ABDM-1043"),
        new(WrongPerson, "ABDM-1051"),
        new(WrongPerson, "ABDM-1407"),
        new(WrongPerson, "ABDM-9999", Says: "user not found"),
        new(RepeatOrClock, "ABDM-9999", Says: "duplicate"),
        new(Blocked, "ABDM-1022"),
        new(Blocked, "ABDM-1027"),
        new(NotYetLinked, "ABDM-1006", Says: "no care context linked"), // Too soon after the link: repeat (protocol §7.5).
        new(NotYetLinked, "ABDM-1006", Says: "no links found"),
        new(RequestBad, "ABDM-1006"),
        new(RequestBad, "ABDM-1010"),
        new(RequestBad, "ABDM-1016"),
        new(RequestBad, "ABDM-1030"),
        new(RequestBad, "ABDM-1031"),
        new(RequestBad, "ABDM-1032"),
        new(RequestBad, "ABDM-1035"),
        new(RequestBad, "ABDM-1037"),
        new(RequestBad, "ABDM-1057"),
        new(RequestBad, "ABDM-1059"),
        new(RequestBad, "ABDM-1060"),
        new(RequestBad, "ABDM-1061"),
        new(RequestBad, "ABDM-1064", Says: "body"),
        new(RepeatOrClock, "ABDM-1064"),
        new(RepeatOrClock, "ABDM-1090"),
        new(RepeatOrClock, "ABDM-1092"),
        new(RepeatOrClock, "ABDM-2429"),
        new(GatewayTrouble, "ABDM-1000"),
        new(GatewayTrouble, "ABDM-1007"),
        new(GatewayTrouble, "ABDM-1019"),
        new(GatewayTrouble, "ABDM-1024"),
        new(GatewayTrouble, "ABDM-1029"),
        new(GatewayTrouble, "ABDM-1048"),
        new(RequestBad, "ABDM-2500", Says: "mapping"),
        new(GatewayTrouble, "ABDM-2500"),

        // The API manager in front of both.
        new(Session, "900900"),
        new(Session, "900901"),
        new(Session, "900902"),
        new(Session, "900908"),
        new(GatewayTrouble, "900800"),
        new(GatewayTrouble, "900802"),
    ];
}

using HrpPortal.Data;

namespace HrpPortal.Linking;

/// <summary>An event of a link request as one plain sentence of its timeline.</summary>
public static class LinkStory
{
    public static string Of(LinkEvent happened, LinkDetails details, PortalTime time) => Of(happened, details.Row, details, time);

    private static string Of(LinkEvent happened, LinkRow row, LinkDetails details, PortalTime time) => happened.Transition switch
    {
        LinkTransition.T1 => $"{Person(happened, row)} sent {LinkWords.Records(row.Records)} to be linked to {row.PhrAddress}.",
        LinkTransition.T2 when happened.CareContextId is not null => $"The portal handed {What(happened, details)} to ABDM.",
        LinkTransition.T2 => "The portal handed the request to ABDM.",
        LinkTransition.T3 => "ABDM has taken the request and will answer.",
        LinkTransition.T4 => "The line broke before ABDM confirmed. The portal asks whether the request arrived.",
        LinkTransition.T5 => "ABDM had the request already.",
        LinkTransition.T6 => "ABDM had not got the request; it was given again and taken.",
        LinkTransition.T7 => "ABDM could not take the request. It is tried again later.",
        LinkTransition.T8 => $"ABDM did not accept the request{Code(happened)}.",
        LinkTransition.T9 when happened.CareContextId is not null => $"ABDM linked {What(happened, details)}. All are linked now.",
        LinkTransition.T9 => Done(row),
        LinkTransition.T10 when details.Contents.Select(content => content.CareContextId).Distinct().Count() > 1 => $"{(happened.CareContextId is null ? "The last one" : What(happened, details))} was already linked{Code(happened)}. All are linked now.",
        LinkTransition.T10 => $"ABDM says that it was already linked{Code(happened)}: so it is linked.",
        LinkTransition.T11 when happened.CareContextId is null => $"ABDM says that some were already linked{Code(happened)}, and not which. Each is sent alone.",
        LinkTransition.T11 when happened.Reason == LinkReason.None => $"{What(happened, details)} was linked before by another request and is left out{Code(happened)}.",
        LinkTransition.T11 when happened.Code is null => $"ABDM linked {What(happened, details)}. The next one goes.",
        LinkTransition.T11 => $"{What(happened, details)} was already linked{Code(happened)}. The next one goes.",
        LinkTransition.T12 when happened.Reason == LinkReason.TokenRefused => $"ABDM did not take the permission{Code(happened)}. The portal fetches a new one.",
        LinkTransition.T12 when happened.Reason == LinkReason.NotKnownYet => $"ABDM does not know the care context yet{Code(happened)}. It is told again.",
        LinkTransition.T12 when happened.Reason == LinkReason.PermissionBlocked => $"ABDM has blocked the address for now{Code(happened)}. It is sent when the block ends.",
        LinkTransition.T12 => $"ABDM is out of order{Code(happened)}. The portal tries again later.",
        LinkTransition.T13 when happened.To == LinkState.NeedsHuman => $"ABDM refused the request{Code(happened)}: {Why(happened.Reason)}. It may have linked it on an earlier try, so a person looks.",
        LinkTransition.T13 => $"ABDM refused the request{Code(happened)}: {Why(happened.Reason)}.",
        LinkTransition.T14 => "No answer came in time. One that comes late still counts.",
        LinkTransition.T15 when happened.CareContextId is not null => $"The portal asks ABDM again, for {What(happened, details)} alone.",
        LinkTransition.T15 => "The portal asks ABDM again.",
        LinkTransition.T16 => $"A person is needed{Code(happened)}: {Why(happened.Reason)}.",
        LinkTransition.T17 => $"{Person(happened, row)} cancelled the request before it was sent.",
        LinkTransition.T18 when happened.Contradicts => $"ABDM sent another answer that contradicts the first{Code(happened)}. It was kept, and nothing changed.",
        LinkTransition.T18 => $"ABDM answered once more{Code(happened)}. Nothing changed.",
        LinkTransition.T19 when happened.To != LinkState.Linked => $"ABDM's answer came late{After(happened, row)}: {What(happened, details)} is linked.",
        LinkTransition.T19 => $"ABDM's answer came late{After(happened, row)}. {Done(row)}",
        LinkTransition.T20 => $"{Person(happened, row)} tried again.",
        _ => $"{LinkWords.Of(happened.To).Word} since {time.Clock(happened.At)}.",
    };

    private static string Done(LinkRow row) => row.Kind == LinkKind.ExistingCareContext
        ? "ABDM told the patient's app of the new record."
        : $"ABDM linked {LinkWords.Records(row.Records)} to {row.PhrAddress}.";

    /// <summary>A care context by the name that the patient's app shows.</summary>
    private static string What(LinkEvent happened, LinkDetails details) =>
        details.Contents.FirstOrDefault(content => content.CareContextId == happened.CareContextId) is { } content ? $"\"{content.Display}\" ({content.Reference})" : "one of them";

    private static string Why(LinkReason reason) => reason switch
    {
        LinkReason.DetailsDiffer => "name, sex or date of birth differ from the patient's ABHA",
        LinkReason.AddressUnknown => "it does not know the address",
        LinkReason.PermissionBlocked => "the address is blocked for now",
        LinkReason.PermissionRefused => "permission was not given",
        LinkReason.TokenRefused => "the permission was not taken",
        LinkReason.AttemptsUsedUp => "all tries are used up",
        LinkReason.NeverAnswered => "ABDM never answered, however often it was asked",
        LinkReason.CareContextUnknown => "it does not know the care context",
        LinkReason.OurRequestBad => "the request was not made as ABDM wants it",
        LinkReason.GatewayTrouble => "ABDM was out of order",
        _ => "it did not say why",
    };

    private static string Person(LinkEvent happened, LinkRow row) =>
        happened.ActorName ?? (happened.Transition == LinkTransition.T1 ? row.CreatedByName : "Somebody");

    private static string Code(LinkEvent happened) => happened.Code is { } code ? $" (code {code})" : "";

    private static string After(LinkEvent happened, LinkRow row)
    {
        var minutes = (int)Math.Round((happened.At - row.CreatedAt).TotalMinutes);
        return minutes >= 2 ? $", after {minutes} minutes" : "";
    }
}

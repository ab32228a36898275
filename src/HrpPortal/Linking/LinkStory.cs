using HrpPortal.Data;
using HrpPortal.Ui;

namespace HrpPortal.Linking;

/// <summary>An event of a link request as one plain sentence of its timeline.</summary>
public static class LinkStory
{
    public static string Of(LinkEvent happened, LinkDetails details, PortalTime time) => Of(happened, details.Row, details, time);

    private static string Of(LinkEvent happened, LinkRow row, LinkDetails details, PortalTime time) => happened.Transition switch
    {
        LinkTransition.T1 => LinkWordsTexts.StorySent.With(Person(happened, row), LinkWords.Records(row.Records), row.PhrAddress),
        LinkTransition.T2 when happened.CareContextId is not null => LinkWordsTexts.StoryHandedPart.With(What(happened, details)),
        LinkTransition.T2 => LinkWordsTexts.StoryHanded,
        LinkTransition.T3 => LinkWordsTexts.StoryTaken,
        LinkTransition.T4 => LinkWordsTexts.StoryLineBroke,
        LinkTransition.T5 => LinkWordsTexts.StoryHadIt,
        LinkTransition.T6 => LinkWordsTexts.StoryGivenAgain,
        LinkTransition.T7 => LinkWordsTexts.StoryNotTaken,
        LinkTransition.T8 => LinkWordsTexts.StoryNotAccepted.With(Code(happened)),
        LinkTransition.T9 when happened.CareContextId is not null => LinkWordsTexts.StoryPartAllLinked.With(What(happened, details)),
        LinkTransition.T9 => Done(row),
        LinkTransition.T10 when details.Contents.Select(content => content.CareContextId).Distinct().Count() > 1 => LinkWordsTexts.StoryAlreadyAllLinked.With(happened.CareContextId is null ? LinkWordsTexts.StoryLastOne : What(happened, details), Code(happened)),
        LinkTransition.T10 => LinkWordsTexts.StoryAlreadyLinked.With(Code(happened)),
        LinkTransition.T11 when happened.CareContextId is null => LinkWordsTexts.StoryOneByOne.With(Code(happened)),
        LinkTransition.T11 when happened.Reason == LinkReason.None => LinkWordsTexts.StoryLeftOut.With(What(happened, details), Code(happened)),
        LinkTransition.T11 when happened.Code is null => LinkWordsTexts.StoryPartNext.With(What(happened, details)),
        LinkTransition.T11 => LinkWordsTexts.StoryAlreadyNext.With(What(happened, details), Code(happened)),
        LinkTransition.T12 when happened.Reason == LinkReason.TokenRefused => LinkWordsTexts.StoryNewPermission.With(Code(happened)),
        LinkTransition.T12 when happened.Reason == LinkReason.NotKnownYet => LinkWordsTexts.StoryNotKnownYet.With(Code(happened)),
        LinkTransition.T12 when happened.Reason == LinkReason.PermissionBlocked => LinkWordsTexts.StoryBlocked.With(Code(happened)),
        LinkTransition.T12 => LinkWordsTexts.StoryOutOfOrder.With(Code(happened)),
        LinkTransition.T13 when happened.To == LinkState.NeedsHuman => LinkWordsTexts.StoryRefusedInDoubt.With(Code(happened), Why(happened.Reason)),
        LinkTransition.T13 => LinkWordsTexts.StoryRefused.With(Code(happened), Why(happened.Reason)),
        LinkTransition.T14 => LinkWordsTexts.StoryNoAnswer,
        LinkTransition.T15 when happened.CareContextId is not null => LinkWordsTexts.StoryAsksPart.With(What(happened, details)),
        LinkTransition.T15 => LinkWordsTexts.StoryAsks,
        LinkTransition.T16 => LinkWordsTexts.StoryPersonNeeded.With(Code(happened), Why(happened.Reason)),
        LinkTransition.T17 => LinkWordsTexts.StoryCancelled.With(Person(happened, row)),
        LinkTransition.T18 when happened.Contradicts => LinkWordsTexts.StoryContradicts.With(Code(happened)),
        LinkTransition.T18 => LinkWordsTexts.StoryOnceMore.With(Code(happened)),
        LinkTransition.T19 when happened.To != LinkState.Linked => Late(happened, row, What(happened, details), LinkWordsTexts.StoryLatePart, LinkWordsTexts.StoryLatePartAfter),
        LinkTransition.T19 => Late(happened, row, Done(row), LinkWordsTexts.StoryLate, LinkWordsTexts.StoryLateAfter),
        LinkTransition.T20 => LinkWordsTexts.StoryTriedAgain.With(Person(happened, row)),
        LinkTransition.T22 when happened.To != LinkState.Linked => LinkWordsTexts.StoryPatientLinkedPart,
        LinkTransition.T22 => LinkWordsTexts.StoryPatientLinked.With(row.PhrAddress),
        _ => LinkWordsTexts.StorySince.With(LinkWords.Of(happened.To).Word, time.Clock(happened.At)),
    };

    private static string Done(LinkRow row) => row.Kind == LinkKind.ExistingCareContext
        ? LinkWordsTexts.StoryTold
        : LinkWordsTexts.StoryLinked.With(LinkWords.Records(row.Records), row.PhrAddress);

    /// <summary>A care context by the name that the patient's app shows.</summary>
    private static string What(LinkEvent happened, LinkDetails details) =>
        details.Contents.FirstOrDefault(content => content.CareContextId == happened.CareContextId) is { } content ? $"\"{content.Display}\" ({content.Reference})" : LinkWordsTexts.StoryOneOfThem;

    private static string Why(LinkReason reason) => reason switch
    {
        LinkReason.DetailsDiffer => LinkWordsTexts.WhyDetailsDiffer,
        LinkReason.AddressLeft => LinkWordsTexts.WhyAddressLeft,
        LinkReason.AddressUnknown => LinkWordsTexts.WhyAddressUnknown,
        LinkReason.PermissionBlocked => LinkWordsTexts.WhyBlocked,
        LinkReason.PermissionDenied => LinkWordsTexts.WhyPermissionDenied,
        LinkReason.PermissionUnanswered => LinkWordsTexts.WhyPermissionUnanswered,
        LinkReason.PermissionRefused => LinkWordsTexts.WhyPermissionRefused,
        LinkReason.TokenRefused => LinkWordsTexts.WhyTokenRefused,
        LinkReason.AttemptsUsedUp => LinkWordsTexts.WhyAttemptsUsedUp,
        LinkReason.NeverAnswered => LinkWordsTexts.WhyNeverAnswered,
        LinkReason.CareContextUnknown => LinkWordsTexts.WhyContextUnknown,
        LinkReason.OurRequestBad => LinkWordsTexts.WhyOurRequestBad,
        LinkReason.GatewayTrouble => LinkWordsTexts.WhyTrouble,
        _ => LinkWordsTexts.WhyNotSaid,
    };

    private static string Person(LinkEvent happened, LinkRow row) =>
        happened.ActorName ?? (happened.Transition == LinkTransition.T1 ? row.CreatedByName : LinkWordsTexts.Somebody);

    private static string Code(LinkEvent happened) => happened.Code is { } code ? LinkWordsTexts.WithCode.With(code) : "";

    private static string Late(LinkEvent happened, LinkRow row, string what, string atOnce, string after)
    {
        var minutes = (int)Math.Round((happened.At - row.CreatedAt).TotalMinutes);
        return minutes >= 2 ? after.With(what, minutes) : atOnce.With(what);
    }
}

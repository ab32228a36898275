using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Ui;

namespace HrpPortal.Linking;

/// <summary>
/// What went wrong with a request and what to do about it. What ABDM said is worded in the catalogue (<see cref="ErrorWords"/>);
/// here are the portal's own conclusions, and how both fit the state that the request is in.
/// </summary>
public static class LinkTrouble
{
    /// <summary>The cause in one sentence.</summary>
    public static string Cause(LinkRow row) => Words(row) switch
    {
        _ when NameOf(row) == ErrorName.AlreadyLinked && row.Records > 1 =>
            LinkWordsTexts.SomeAlreadyLinked.With(row.Records, row.PhrAddress),
        var words => words.CauseFor(row.PhrAddress),
    };

    /// <summary>What comes next and who does it. Null when there is nothing to do.</summary>
    public static NextStep? Next(LinkRow row) => row.State switch
    {
        LinkState.Queued or LinkState.WaitRetry when row.Reason == LinkReason.AskingPatient => new NextStep(
            LinkWordsTexts.NextAskingPatient, NextAction.Cancel, LinkWordsTexts.CancelRequest, Who.Clerk),
        LinkState.Queued or LinkState.WaitRetry => new NextStep(
            LinkWordsTexts.NextQueued, NextAction.Cancel, LinkWordsTexts.CancelRequest, Who.Nobody),
        LinkState.Dispatching or LinkState.Unknown or LinkState.Accepted => new NextStep(LinkWordsTexts.NextWaiting, NextAction.None, null, Who.Nobody),
        LinkState.NoAnswer => new NextStep(LinkWordsTexts.NextNoAnswer, NextAction.None, null, Who.Nobody),
        LinkState.Refused or LinkState.NeedsHuman => Mend(row),
        LinkState.Cancelled => new NextStep(LinkWordsTexts.NextCancelled, NextAction.LinkAgain, LinkWordsTexts.LinkAgain, Who.Clerk),
        _ => null,
    };

    /// <summary>What is over is linked anew; what waits for a person goes on as the same request.</summary>
    private static NextStep Mend(LinkRow row)
    {
        var words = Words(row);
        var action = words.Remedy == Remedy.CorrectDetails ? NextAction.CorrectDetails : row.State == LinkState.Refused ? NextAction.LinkAgain : NextAction.TryAgain;
        var button = action switch { NextAction.LinkAgain => LinkWordsTexts.LinkAgain, NextAction.TryAgain => LinkWordsTexts.TryAgain, _ => words.Button };

        // What mends itself as a rule did not, or it would not have come to an end.
        return words.Who == Who.Nobody
            ? new NextStep(LinkWordsTexts.NextElseRecords.With(button), action, button, Who.Clerk)
            : new NextStep(words.Next, action, button, words.Who);
    }

    private static ErrorWords Words(LinkRow row) => NameOf(row) is { } name ? ErrorWords.Of(name) : row.Reason switch
    {
        LinkReason.TokenRefused => new(LinkWordsTexts.CauseTokenRefused, LinkWordsTexts.TryElseRecords, Who.Clerk),
        LinkReason.NeverAnswered => new(
            LinkWordsTexts.CauseNeverAnswered,
            LinkWordsTexts.NextNeverAnswered, Who.Records),
        LinkReason.AddressLeft => new(LinkWordsTexts.CauseAddressLeft, LinkWordsTexts.NextAddressLeft, Who.Clerk),
        LinkReason.PermissionDenied => new(LinkWordsTexts.CausePermissionDenied, LinkWordsTexts.NextPermissionDenied, Who.Clerk),
        LinkReason.PermissionUnanswered => new(LinkWordsTexts.CausePermissionUnanswered, LinkWordsTexts.NextPermissionUnanswered, Who.Clerk),
        LinkReason.AttemptsUsedUp => new(LinkWordsTexts.CauseAttemptsUsedUp, LinkWordsTexts.TryElseRecords, Who.Clerk),
        _ => new(
            LinkWordsTexts.CauseNoPermission, LinkWordsTexts.NextNoPermission,
            Who.Clerk, Remedy.CorrectDetails, LinkWordsTexts.CheckDetails),
    };

    /// <summary>
    /// The line of the catalogue, or null where the portal itself came to an end. The reason comes first, for the engine knows
    /// what it asked; where the reason is a rough one the code tells more.
    /// </summary>
    private static ErrorName? NameOf(LinkRow row) => row.Reason switch
    {
        LinkReason.TokenRefused or LinkReason.NeverAnswered or LinkReason.AttemptsUsedUp or LinkReason.AddressLeft
            or LinkReason.PermissionDenied or LinkReason.PermissionUnanswered => null,
        LinkReason.AddressUnknown => ErrorName.AddressUnknown,
        LinkReason.PermissionBlocked => ErrorName.AddressBlocked,
        LinkReason.CareContextUnknown => ErrorName.CareContextUnknown,
        LinkReason.DetailsDiffer => Listed(row) ?? ErrorName.DetailsDiffer,
        LinkReason.OurRequestBad => Listed(row) ?? ErrorName.RequestMalformed,
        LinkReason.PermissionRefused => Listed(row),
        _ => Listed(row) ?? ErrorName.Unknown,
    };

    private static ErrorName? Listed(LinkRow row)
    {
        var asked = row.Kind == LinkKind.NewCareContexts ? GatewayPaths.AddContexts : GatewayPaths.ContextNotify;
        return GatewayErrors.Find(asked, row.ErrorCode, row.ErrorMessage) is { IsListed: true, Name: var name } ? name : null;
    }
}

public enum NextAction { None, CorrectDetails, TryAgain, Cancel, LinkAgain }

/// <summary>What to do next, by whom, and the button for it.</summary>
public sealed record NextStep(string Says, NextAction Action, string? Button, Who Who);

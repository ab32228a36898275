using HrpPortal.Errors;
using HrpPortal.Gateway;

namespace HrpPortal.Linking;

/// <summary>
/// What went wrong with a request and what to do about it. What ABDM said is worded in the catalogue (<see cref="ErrorWords"/>);
/// here are the portal's own conclusions, and how both fit the state that the request is in.
/// </summary>
public static class LinkTrouble
{
    private const string TryAgain = "Try again";
    private const string LinkAgain = "Link again";

    /// <summary>The cause in one sentence.</summary>
    public static string Cause(LinkRow row) => Words(row) switch
    {
        _ when NameOf(row) == ErrorName.AlreadyLinked && row.Records > 1 =>
            $"At least one of the {row.Records} records is already linked to {row.PhrAddress}. ABDM does not say which, and linked none of the others.",
        var words => words.CauseFor(row.PhrAddress),
    };

    /// <summary>What comes next and who does it. Null when there is nothing to do.</summary>
    public static NextStep? Next(LinkRow row) => row.State switch
    {
        LinkState.Queued or LinkState.WaitRetry => new NextStep(
            "Nothing. Serve the next patient; it is sent by itself.", NextAction.Cancel, "Cancel this request", Who.Nobody),
        LinkState.Dispatching or LinkState.Unknown or LinkState.Accepted => new NextStep("Nothing. Serve the next patient; this page changes by itself.", NextAction.None, null, Who.Nobody),
        LinkState.NoAnswer => new NextStep("Nothing. Serve the next patient; the portal asks ABDM again by itself.", NextAction.None, null, Who.Nobody),
        LinkState.Refused or LinkState.NeedsHuman => Mend(row),
        LinkState.Cancelled => new NextStep("Link the records again if they should reach the patient's app after all.", NextAction.LinkAgain, LinkAgain, Who.Clerk),
        _ => null,
    };

    /// <summary>What is over is linked anew; what waits for a person goes on as the same request.</summary>
    private static NextStep Mend(LinkRow row)
    {
        var words = Words(row);
        var action = words.Remedy == Remedy.CorrectDetails ? NextAction.CorrectDetails : row.State == LinkState.Refused ? NextAction.LinkAgain : NextAction.TryAgain;
        var button = action switch { NextAction.LinkAgain => LinkAgain, NextAction.TryAgain => TryAgain, _ => words.Button };

        // What mends itself as a rule did not, or it would not have come to an end.
        return words.Who == Who.Nobody
            ? new NextStep($"{button}. If it fails again, tell the records office.", action, button, Who.Clerk)
            : new NextStep(words.Next, action, button, words.Who);
    }

    private static ErrorWords Words(LinkRow row) => NameOf(row) is { } name ? ErrorWords.Of(name) : row.Reason switch
    {
        LinkReason.TokenRefused => new("ABDM did not take the permission, and new ones did not help.", "Try again. If it fails again, tell the records office.", Who.Clerk),
        LinkReason.NeverAnswered => new(
            "ABDM never answered, however often it was asked. It may have linked the records all the same.",
            "Ask the patient whether the records show in the PHR app, then try again: what is linked stays linked.", Who.Records),
        LinkReason.AttemptsUsedUp => new("ABDM could not take the request, however often it was tried.", "Try again. If it fails again, tell the records office.", Who.Clerk),
        _ => new(
            "ABDM did not give permission to link records to {0}.", "Check the patient's name, sex, date of birth and address, then try again.",
            Who.Clerk, Remedy.CorrectDetails, "Check the details"),
    };

    /// <summary>
    /// The line of the catalogue, or null where the portal itself came to an end. The reason comes first, for the engine knows
    /// what it asked; where the reason is a rough one the code tells more.
    /// </summary>
    private static ErrorName? NameOf(LinkRow row) => row.Reason switch
    {
        LinkReason.TokenRefused or LinkReason.NeverAnswered or LinkReason.AttemptsUsedUp => null,
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

namespace HrpPortal.Linking;

/// <summary>What went wrong, in words of the desk, and what to do about it (experience: "Errors mapped to actions").</summary>
public static class LinkTrouble
{
    /// <summary>The cause in one or two sentences. Codes are ambiguous on their own: what the engine made of them, the reason, comes first.</summary>
    public static string Cause(LinkRow row) => row.Reason switch
    {
        LinkReason.DetailsDiffer => "The name, sex or date of birth on file differ from the patient's ABHA.",
        LinkReason.AddressUnknown => $"ABDM does not know {row.PhrAddress}.",
        LinkReason.PermissionBlocked => "ABDM has blocked this address for now.",
        LinkReason.PermissionRefused => $"ABDM did not give permission to link records to {row.PhrAddress}.",
        LinkReason.TokenRefused => "ABDM did not take the permission, and new ones did not help.",
        LinkReason.CareContextUnknown => "ABDM does not know the care context that the new record should join.",
        LinkReason.NeverAnswered => "ABDM never answered, however often it was asked. It may have linked the records all the same.",
        LinkReason.AttemptsUsedUp => "ABDM could not take the request, however often it was tried.",
        LinkReason.OurRequestBad => "ABDM did not accept the request as the portal made it. The patient can do nothing about it.",
        _ => Unexplained(row),
    };

    /// <summary>What comes next and who does it. Null when there is nothing to do.</summary>
    public static NextStep? Next(LinkRow row) => row.State switch
    {
        LinkState.Queued or LinkState.WaitRetry => new NextStep(
            "Nothing. Serve the next patient; it is sent by itself.", NextAction.Cancel, "Cancel this request", Who.Nobody),
        LinkState.Dispatching or LinkState.Unknown or LinkState.Accepted => new NextStep("Nothing. Serve the next patient; this page changes by itself.", NextAction.None, null, Who.Nobody),
        LinkState.NoAnswer => new NextStep("Nothing. Serve the next patient; the portal asks ABDM again by itself.", NextAction.None, null, Who.Nobody),
        LinkState.Refused => Refused(row),
        LinkState.NeedsHuman => Mend(row),
        LinkState.Cancelled => new NextStep("Link the records again if they should reach the patient's app after all.", NextAction.LinkAgain, "Link again", Who.Clerk),
        _ => null,
    };

    private static NextStep Refused(LinkRow row) => row.Reason switch
    {
        LinkReason.DetailsDiffer => Mend(row) with { Says = "Compare with the patient's ABHA card and correct what differs. Then link the records again." },
        LinkReason.AddressUnknown => Mend(row) with { Says = "Read the address back to the patient and correct it. Then link the records again." },
        LinkReason.OurRequestBad => new NextStep("The hospital's ABDM settings need attention. Tell IT the reference.", NextAction.LinkAgain, "Link again", Who.It),
        LinkReason.CareContextUnknown => new NextStep("Link the record into a new care context.", NextAction.LinkAgain, "Link again", Who.Clerk),
        _ => new NextStep("Link the records again. If ABDM refuses again, ask the records office.", NextAction.LinkAgain, "Link again", Who.Clerk),
    };

    private static NextStep Mend(LinkRow row) => row.Reason switch
    {
        LinkReason.DetailsDiffer => new NextStep(
            "Compare with the patient's ABHA card, correct what differs and try again.", NextAction.CorrectDetails, "Correct the details", Who.Clerk),
        LinkReason.AddressUnknown => new NextStep(
            "Read the address back to the patient, correct it and try again.", NextAction.CorrectDetails, "Change the address", Who.Clerk),
        LinkReason.PermissionRefused => new NextStep(
            "Check the patient's name, sex, date of birth and address, then try again.", NextAction.CorrectDetails, "Check the details", Who.Clerk),
        LinkReason.TokenRefused or LinkReason.PermissionBlocked or LinkReason.AttemptsUsedUp => new NextStep(
            "Try again. If it fails again, tell the records office.", NextAction.TryAgain, "Try again", Who.Clerk),
        LinkReason.NeverAnswered => new NextStep(
            "Ask the patient whether the records show in the PHR app. Then try again: what is linked already stays linked.", NextAction.TryAgain, "Try again", Who.Records),
        LinkReason.OurRequestBad => new NextStep(
            "The hospital's ABDM settings need attention. Tell IT the reference, and try again when they have mended it.", NextAction.TryAgain, "Try again", Who.It),
        _ => new NextStep("Try again. If it fails again, ask the records office.", NextAction.TryAgain, "Try again", Who.Clerk),
    };

    /// <summary>
    /// The engine gave no reason that a person can act on. A few codes still say something: 1439 "some of the care contexts are
    /// already linked", 1437 "account not found", 1441 "invalid auth confirm request"; 1402 and 1421 name a care context.
    /// </summary>
    private static string Unexplained(LinkRow row) => Digits(row.ErrorCode) switch
    {
        "1439" => row.Records == 1
            ? $"The record was already linked to {row.PhrAddress}."
            : $"At least one of the {row.Records} records is already linked to {row.PhrAddress}. ABDM does not say which, and linked none of the others.",
        "1437" or "1404" or "1414" => $"ABDM does not know {row.PhrAddress}.",
        "1441" => "The name, sex or date of birth on file differ from the patient's ABHA.",
        "1402" or "1421" => "ABDM does not know the care context that the new record should join.",
        "1407" when Is(row, "deactivated") => "This ABHA is not active. The patient can switch it on in the app.",
        "1423" or "1027" => "ABDM has blocked this address for 24 hours.",
        "1035" or "1038" or "1063" => "The hospital's ABDM settings do not fit this request.",
        "2500" or "2503" or "1503" or "1511" => "ABDM is out of order for now.",
        null => "ABDM refused and did not say why.",
        _ => $"ABDM refused and did not say why ({row.ErrorCode}).",
    };

    private static bool Is(LinkRow row, string word) => row.ErrorMessage?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>v3 writes ABDM-1056 for 1056.</summary>
    private static string? Digits(string? code) => code?.StartsWith("ABDM-", StringComparison.OrdinalIgnoreCase) == true ? code[5..] : code;
}

public enum NextAction { None, CorrectDetails, TryAgain, Cancel, LinkAgain }

public enum Who { Nobody, Clerk, Records, It }

/// <summary>What to do next, by whom, and the button for it.</summary>
public sealed record NextStep(string Says, NextAction Action, string? Button, Who Who);

using HrpPortal.Data;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Linking;

/// <summary>
/// What people read of a link's state: pure functions of the row. Accepted is never called linked, and what is not known is
/// never called failed.
/// </summary>
public static class LinkWords
{
    /// <summary>One or two words, a look and a picture: the chip.</summary>
    public static StatusWord Of(LinkState state) => state switch
    {
        LinkState.Queued or LinkState.WaitRetry => new("In the queue", Tone.Quiet, "clock"),
        LinkState.Dispatching => new("Sending", Tone.Info, "send"),
        LinkState.Unknown => new("Sent, checking", Tone.Info, "hourglass"),
        LinkState.Accepted => new("Waiting for ABDM", Tone.Info, "hourglass"),
        LinkState.NoAnswer => new("No reply", Tone.Warn, "question"),
        LinkState.Linked => new("Linked", Tone.Good, "tick"),
        LinkState.Refused => new("Refused", Tone.Bad, "cross"),
        LinkState.Cancelled => new("Cancelled", Tone.Quiet, "stop"),
        _ => new("Needs action", Tone.Bad, "alert"),
    };

    /// <summary>One sentence for the person at the desk.</summary>
    public static string Says(LinkRow row, PortalTime time) => row.State switch
    {
        LinkState.Queued or LinkState.WaitRetry => InTheQueue(row, time),
        LinkState.Dispatching => "Being handed to ABDM just now.",
        LinkState.Unknown => "Sent, but ABDM has not confirmed it yet. The portal checks by itself whether it arrived.",
        LinkState.Accepted => $"Sent{At(row.AcceptedAt, time)}. ABDM usually answers in a few seconds. You do not have to wait.",
        LinkState.NoAnswer => $"ABDM has not answered{Since(row.SentAt, time)}. It may have done it all the same; an answer that comes late still counts.{AskedAgain(row, time)}",
        LinkState.Linked => Linked(row),
        LinkState.Cancelled when row.Linked > 0 => $"Cancelled. {SoFar(row)}",
        LinkState.Cancelled when row.InDoubt => "Cancelled. ABDM may have linked it all the same; an answer that comes late still counts.",
        LinkState.Cancelled => "Cancelled before it was sent. The patient's app shows nothing of it.",
        LinkState.Refused => $"{LinkTrouble.Cause(row)} {(row.Linked > 0 ? SoFar(row) : "Nothing was linked.")}",
        LinkState.NeedsHuman when row.Linked > 0 => $"{LinkTrouble.Cause(row)} {SoFar(row)}",
        _ => LinkTrouble.Cause(row),
    };

    /// <summary>1 record, 2 records.</summary>
    public static string Records(int count) => count == 1 ? "1 record" : $"{count} records";

    /// <summary>How it stands with one care context of a request.</summary>
    public static string Part(LinkContextState state, LinkRow row) => state switch
    {
        LinkContextState.Linked => row.Kind == LinkKind.NewCareContexts ? " · linked" : " · told",
        LinkContextState.LinkedBefore => " · was already linked",
        _ => row.State is LinkState.Refused or LinkState.Cancelled or LinkState.NeedsHuman ? row.InDoubt ? " · not known" : " · not linked" : "",
    };

    /// <summary>What a screen reader is told of a change; null when the word stayed the same.</summary>
    public static string? Announce(LinkRow before, LinkRow after) =>
        Of(before.State).Word == Of(after.State).Word ? null : $"{after.PatientName}, {Records(after.Records)}: {Of(after.State).Word}.";

    private static string Linked(LinkRow row) => (row.Kind == LinkKind.ExistingCareContext
        ? $"{row.PhrAddress} was told of the new {(row.Records == 1 ? "record" : "records")}: the patient's app can fetch {(row.Records == 1 ? "it" : "them")} now"
        : $"{row.PhrAddress} can see {Records(row.Records)}") + (row.CameLate is { } late ? $" (the answer came after {Minutes(late)})." : ".");

    /// <summary>41 min, 6 h.</summary>
    private static string Minutes(TimeSpan took) => took.TotalHours < 2 ? $"{(int)took.TotalMinutes} min" : $"{(int)took.TotalHours} h";

    private static string SoFar(LinkRow row) => $"{row.Linked} of {Records(row.Records)} {(row.Linked == 1 ? "is" : "are")} linked.";

    private static string AskedAgain(LinkRow row, PortalTime time) =>
        row.NextAttemptAt is { } next && row.Reason == LinkReason.None ? $" The portal asks again at {time.Clock(next)}." : " The portal asks again just now.";

    private static string InTheQueue(LinkRow row, PortalTime time) => row.Reason switch
    {
        LinkReason.AskingPermission => "ABDM is asked for permission first, by the patient's details on file. Then it is sent by itself.",
        LinkReason.PermissionBlocked when row.NextAttemptAt is { } until => $"ABDM has blocked this address until {time.Moment(until)}. It is sent by itself after that.",
        LinkReason.PermissionBlocked => "ABDM has blocked this address for now. It is sent by itself when the block ends.",
        LinkReason.TokenRefused => $"The permission had run out. A new one is fetched, and it is sent again{Next(row, time)}.",
        LinkReason.OneByOne when row.Linked > 0 => $"Some were linked already, so each goes alone: {SoFar(row)}",
        LinkReason.OneByOne => "Some of the records were linked already, and ABDM does not say which. Each goes alone now, by itself.",
        LinkReason.NotKnownYet => $"ABDM does not know the care context yet. It is told again{Next(row, time)}.",
        LinkReason.ClockOff => $"The portal's clock and ABDM's differ too much, so nothing is sent. Your request is safe{Next(row, time)}.",
        LinkReason.GatewayTrouble or LinkReason.PermissionDelayed => $"ABDM is not answering. Your request is safe{Next(row, time)}.",
        _ when row.State == LinkState.WaitRetry => $"ABDM could not take it yet. Your request is safe{Next(row, time)}.",
        _ => "Will be sent by itself.",
    };

    private static string At(DateTime? moment, PortalTime time) => moment is { } at ? $" {time.Clock(at)}" : "";

    private static string Since(DateTime? moment, PortalTime time) => moment is { } at ? $" since {time.Clock(at)}" : "";

    private static string Next(LinkRow row, PortalTime time) => row.NextAttemptAt is { } next ? $"; next try {time.Clock(next)}" : "";
}

/// <summary>A chip: the word, how it looks, and its picture.</summary>
public sealed record StatusWord(string Word, Tone Tone, string Icon);

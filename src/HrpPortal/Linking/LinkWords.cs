using HrpPortal.Data;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Linking;

/// <summary>
/// What people read of a link's state: pure functions of the row. Only a 202 is called waiting for ABDM, only an answer is called
/// linked, and what is not known is a missing reply and never a failure.
/// </summary>
public static class LinkWords
{
    /// <summary>One or two words, a look and a picture: the chip.</summary>
    public static StatusWord Of(LinkState state) => state switch
    {
        LinkState.Queued or LinkState.WaitRetry or LinkState.Dispatching => new(LinkWordsTexts.InTheQueue, Tone.Quiet, "clock"),
        LinkState.Accepted => new(LinkWordsTexts.WaitingForAbdm, Tone.Info, "hourglass"),
        LinkState.Unknown or LinkState.NoAnswer => new(LinkWordsTexts.NoReply, Tone.Warn, "question"),
        LinkState.Linked => new(LinkWordsTexts.Linked, Tone.Good, "tick"),
        LinkState.Refused => new(LinkWordsTexts.Refused, Tone.Bad, "cross"),
        LinkState.Cancelled => new(LinkWordsTexts.Cancelled, Tone.Quiet, "stop"),
        _ => new(LinkWordsTexts.NeedsAction, Tone.Bad, "alert"),
    };

    /// <summary>One sentence for the person at the desk.</summary>
    public static string Says(LinkRow row, PortalTime time) => row.Shown switch
    {
        LinkState.Queued or LinkState.WaitRetry => InTheQueue(row, time),
        LinkState.Dispatching => LinkWordsTexts.SaysDispatching,
        LinkState.Unknown => LinkWordsTexts.SaysUnknown,
        LinkState.Accepted => row.AcceptedAt is { } at ? LinkWordsTexts.SaysAcceptedAt.With(time.Clock(at)) : LinkWordsTexts.SaysAccepted,
        LinkState.NoAnswer => (row.SentAt is { } since ? LinkWordsTexts.SaysNoAnswerSince.With(time.Clock(since)) : LinkWordsTexts.SaysNoAnswer) + " " + AskedAgain(row, time),
        LinkState.Linked => Linked(row),
        LinkState.Cancelled when row.Linked > 0 => $"{LinkWordsTexts.CancelledLine} {SoFar(row)}",
        LinkState.Cancelled when row.InDoubt => LinkWordsTexts.CancelledInDoubt,
        LinkState.Cancelled => LinkWordsTexts.CancelledBefore,
        LinkState.Refused => $"{LinkTrouble.Cause(row)} {(row.Linked > 0 ? SoFar(row) : LinkWordsTexts.NothingLinked)}",
        LinkState.NeedsHuman when row.Linked > 0 => $"{LinkTrouble.Cause(row)} {SoFar(row)}",
        _ => LinkTrouble.Cause(row),
    };

    /// <summary>1 record, 2 records.</summary>
    public static string Records(int count) => Phrase.Count(count, LinkWordsTexts.OneRecord, LinkWordsTexts.ManyRecords);

    /// <summary>How it stands with one care context of a request.</summary>
    public static string Part(LinkContextState state, LinkRow row) => state switch
    {
        LinkContextState.Linked => row.Kind == LinkKind.NewCareContexts ? Dot(LinkWordsTexts.PartLinked) : Dot(LinkWordsTexts.PartTold),
        LinkContextState.LinkedBefore => Dot(LinkWordsTexts.PartLinkedBefore),
        _ => row.State is LinkState.Refused or LinkState.Cancelled or LinkState.NeedsHuman ? row.InDoubt ? Dot(LinkWordsTexts.PartNotKnown) : Dot(LinkWordsTexts.PartNotLinked) : "",
    };

    /// <summary>What a screen reader is told of a change; null when the word stayed the same.</summary>
    public static string? Announce(LinkRow before, LinkRow after) =>
        Of(before.Shown).Word == Of(after.Shown).Word ? null : LinkWordsTexts.Announced.With(after.PatientName, Records(after.Records), Of(after.Shown).Word);

    private static string Linked(LinkRow row)
    {
        var done = row.Kind == LinkKind.ExistingCareContext
            ? (row.Records == 1 ? LinkWordsTexts.ToldOfOne : LinkWordsTexts.ToldOfMany).With(row.PhrAddress)
            : LinkWordsTexts.CanSee.With(row.PhrAddress, Records(row.Records));
        return row.CameLate is { } late ? LinkWordsTexts.CameLate.With(done, Minutes(late)) : LinkWordsTexts.InTime.With(done);
    }

    private static string Dot(string words) => " · " + words;

    /// <summary>41 min, 6 h.</summary>
    private static string Minutes(TimeSpan took) => took.TotalHours < 2 ? LinkWordsTexts.Minutes.With((int)took.TotalMinutes) : LinkWordsTexts.Hours.With((int)took.TotalHours);

    private static string SoFar(LinkRow row) => (row.Linked == 1 ? LinkWordsTexts.OneLinkedOf : LinkWordsTexts.ManyLinkedOf).With(row.Linked, Records(row.Records));

    private static string AskedAgain(LinkRow row, PortalTime time) =>
        row is { Reason: LinkReason.AnswerLate, NextAttemptAt: { } end } ? LinkWordsTexts.LooksAgainAt.With(time.Clock(end))
        : row.NextAttemptAt is { } next && row.Reason == LinkReason.None ? LinkWordsTexts.AskedAgainAt.With(time.Clock(next)) : LinkWordsTexts.AskedAgainNow;

    private static string InTheQueue(LinkRow row, PortalTime time) => row.Reason switch
    {
        LinkReason.AskingPermission => LinkWordsTexts.AskingPermission,
        LinkReason.AskingPatient => LinkWordsTexts.AskingPatient,
        LinkReason.PermissionBlocked when row.NextAttemptAt is { } until => LinkWordsTexts.BlockedUntil.With(time.Moment(until)),
        LinkReason.PermissionBlocked => LinkWordsTexts.BlockedForNow,
        LinkReason.TokenRefused => Next(LinkWordsTexts.PermissionRanOut, row, time),
        LinkReason.OneByOne when row.Linked > 0 => LinkWordsTexts.OneByOneSome.With(SoFar(row)),
        LinkReason.OneByOne => LinkWordsTexts.OneByOne,
        LinkReason.NotKnownYet => Next(LinkWordsTexts.NotKnownYet, row, time),
        LinkReason.ClockOff => Next(LinkWordsTexts.ClockOff, row, time),
        LinkReason.GatewayTrouble or LinkReason.PermissionDelayed => Next(LinkWordsTexts.NotAnswering, row, time),
        _ when row.State == LinkState.WaitRetry => Next(LinkWordsTexts.NotTaken, row, time),
        _ => LinkWordsTexts.SentByItself,
    };

    private static string Next(string says, LinkRow row, PortalTime time) =>
        row.NextAttemptAt is { } next ? LinkWordsTexts.NextTryAt.With(says, time.Clock(next)) : LinkWordsTexts.InTime.With(says);
}

/// <summary>A chip: the word, how it looks, and its picture.</summary>
public sealed record StatusWord(string Word, Tone Tone, string Icon);

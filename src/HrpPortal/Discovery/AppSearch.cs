using HrpPortal.Gateway;
using HrpPortal.Outbox;

namespace HrpPortal.Discovery;

/// <summary>
/// A patient looks in his app for his records here (protocol, 6), and what came of it for one patient's file: found, chosen, the
/// code, the link. It owns its states; each method is one step.
/// </summary>
public sealed class AppSearch : IOutboxed
{
    /// <summary>An SMS that did not leave is tried so often while the patient looks at his app.</summary>
    private const int MostSendings = 3;

    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }
    public required Guid PatientId { get; init; }

    /// <summary>ABDM's, of the search and the link that follows; and the requestId that first brought it.</summary>
    public required string TransactionId { get; init; }
    public required Guid RequestId { get; init; }

    /// <summary>Of the person who asks; proved only when it is linked.</summary>
    public required string PhrAddress { get; init; }
    public required string AddressKey { get; init; }
    public required DateTime AskedAt { get; init; }

    /// <summary>How many visits were shown.</summary>
    public int Shown { get; init; }

    public required AppSearchState State { get; set; }

    /// <summary>Why no code went out.</summary>
    public CodeTrouble? Trouble { get; private set; }

    /// <summary>The call that wants the code to be sent, as its answer must name it.</summary>
    public Guid? InitId { get; private set; }
    public string? InitAskedAs { get; private set; }
    public DateTime? InitAt { get; private set; }

    /// <summary>Of this linking; link/confirm brings it back.</summary>
    public string? LinkReference { get; private set; }

    /// <summary>The code's hash, sealed: <see cref="OneTimeCodes"/>.</summary>
    public byte[]? SealedCode { get; private set; }
    public DateTime? CodeUntil { get; private set; }
    public int WrongCodes { get; private set; }
    public int Sendings { get; private set; }

    /// <summary>All that were sent for this search, however often something was chosen.</summary>
    public int CodesSent { get; private set; }
    public DateTime? NextAt { get; private set; }

    /// <summary>The last call that brought a code: again, it is the same call.</summary>
    public Guid? ConfirmId { get; private set; }
    public DateTime UpdatedAt { get; private set; }
    public int Version { get; private set; }

    public List<AppSearchChoice> Choices { get; } = [];

    string IOutboxed.OutboxKey => $"app-search|{Id:N}";

    OutboxWish IOutboxed.Wish => State switch
    {
        AppSearchState.CodeOwed when NextAt is { } at => new OutboxWish.Due(at),
        AppSearchState.SendingCode => new OutboxWish.InHand(),
        _ => new OutboxWish.None(),
    };

    IEnumerable<string> IOutboxed.LiveTopics => [HrpPortal.Live.LiveTopics.One("patient", PatientId)];

    string IOutboxed.LiveState => State.ToString();

    /// <summary>The patient chose what to link. Chosen anew, what was chosen before and its code are off.</summary>
    /// <param name="chosen">Care contexts, in v3 each with its kinds.</param>
    /// <param name="initId">ABDM's requestId, and <paramref name="askedAs"/> the same to the letter.</param>
    public void Choose(IReadOnlyDictionary<Guid, string> chosen, Guid initId, string askedAs, DateTime now)
    {
        Choices.RemoveAll(choice => !chosen.ContainsKey(choice.CareContextId));
        foreach (var (careContext, hiTypes) in chosen)
        {
            if (Choices.Find(choice => choice.CareContextId == careContext) is { } choice) choice.HiTypes = hiTypes;
            else Choices.Add(new AppSearchChoice { AppSearchId = Id, CareContextId = careContext, HiTypes = hiTypes });
        }

        (InitId, InitAskedAs, InitAt) = (initId, askedAs, now);
        (LinkReference, SealedCode, CodeUntil, WrongCodes, Sendings, Trouble, ConfirmId) = (Guid.NewGuid().ToString("N"), null, null, 0, 0, null, null);
        NextAt = now;
        Go(AppSearchState.CodeOwed, now);
    }

    /// <summary>No code can be sent at all: no mobile on file, no SMS service, too many codes.</summary>
    public void CannotProve(CodeTrouble trouble, DateTime now)
    {
        (Trouble, LinkReference, SealedCode, NextAt) = (trouble, null, null, null);
        Go(AppSearchState.CodeNotSent, now);
    }

    /// <summary>Committed before the SMS leaves. Who takes over a broken sending makes a new code: the last SMS is the one that counts.</summary>
    public void BeginCode(byte[] sealedCode, DateTime until, DateTime now)
    {
        (SealedCode, CodeUntil, NextAt, Sendings, CodesSent) = (sealedCode, until, null, Sendings + 1, CodesSent + 1);
        Go(AppSearchState.SendingCode, now);
    }

    public void CodeWentOut(DateTime now) => Go(AppSearchState.CodeSent, now);

    /// <summary>True: it is tried again at <paramref name="next"/>. False: no more, and the patient is told.</summary>
    public bool CodeDidNotGoOut(DateTime next, DateTime now)
    {
        if (Sendings >= MostSendings)
        {
            CannotProve(CodeTrouble.SmsFailed, now);
            return false;
        }

        NextAt = next;
        Go(AppSearchState.CodeOwed, now);
        return true;
    }

    /// <summary>A code came that is not the one. True: it may be entered once more.</summary>
    public bool WrongCode(Guid confirmId, int mostTries, DateTime now)
    {
        (ConfirmId, WrongCodes) = (confirmId, WrongCodes + 1);
        Go(WrongCodes < mostTries ? AppSearchState.CodeSent : AppSearchState.CodeUsedUp, now);
        return State == AppSearchState.CodeSent;
    }

    public void Linked(Guid confirmId, DateTime now)
    {
        ConfirmId = confirmId;
        Go(AppSearchState.Linked, now);
    }

    /// <summary>The time for the code is over; a search of which the link came about stays what it is.</summary>
    public bool IsTooLate(DateTime now) => State == AppSearchState.CodeSent && CodeUntil < now;

    private void Go(AppSearchState state, DateTime now)
    {
        (State, UpdatedAt) = (state, now);
        Version++;
    }
}

public enum AppSearchState
{
    /// <summary>The app shows the patient visits that are not linked.</summary>
    Found,

    /// <summary>It is his file, and there is nothing in it to link.</summary>
    NothingToLink,

    /// <summary>His file or another: nothing was shown.</summary>
    Several,
    CodeOwed,
    SendingCode,
    CodeSent,
    CodeNotSent,

    /// <summary>Wrong as often as may be.</summary>
    CodeUsedUp,
    Linked,
}

public enum CodeTrouble { NoMobile, NotSetUp, SmsFailed, TooMany }

/// <summary>A care context that the patient chose.</summary>
public sealed class AppSearchChoice
{
    public required Guid AppSearchId { get; init; }
    public required Guid CareContextId { get; init; }

    /// <summary>In v3 the kinds of it, separated by blanks; empty: all.</summary>
    public required string HiTypes { get; set; }
}

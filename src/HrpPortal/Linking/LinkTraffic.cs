using HrpPortal.Data;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>
/// How the requests of this portal fare, all facilities together: how many wait, how fast ABDM answers, whether answers come at
/// all. Read from the store at most once in fifteen seconds, however many pages ask.
/// </summary>
public sealed class LinkTraffic(IDbContextFactory<PortalDb> databases, LiveUpdates live, TimeProvider clock) : IDisposable
{
    /// <summary>Live topic: the report has become another one.</summary>
    public const string Topic = "traffic";

    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Silent = TimeSpan.FromMinutes(15);

    private const int FewestInSilence = 5;
    private const int MostAnswers = 5000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(6);

    private readonly SemaphoreSlim _oneReads = new(1, 1);

    /// <summary>The last one that was read; empty before the first.</summary>
    public LinkTrafficReport Latest { get; private set; } = LinkTrafficReport.Nothing;

    /// <summary>The report, at most <see cref="Kept"/> old.</summary>
    public Task<LinkTrafficReport> GetAsync(CancellationToken cancellationToken = default) => GetAsync(Kept, cancellationToken);

    public async Task<LinkTrafficReport> GetAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (IsFresh(atMost)) return Latest;
        await _oneReads.WaitAsync(cancellationToken);
        try
        {
            if (IsFresh(atMost)) return Latest;
            var before = Latest;
            Latest = await ReadAsync(cancellationToken);
            if (before with { ReadAt = Latest.ReadAt } != Latest) live.Publish(new LiveChange(Topic, Guid.Empty, ""));
            return Latest;
        }
        finally
        {
            _oneReads.Release();
        }
    }

    public void Dispose() => _oneReads.Dispose();

    private bool IsFresh(TimeSpan atMost) => Latest.ReadAt is { } at && clock.Utc() - at is var age && age >= TimeSpan.Zero && age < atMost;

    private async Task<LinkTrafficReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);

        // By way of the outbox, which holds only what is open, however many requests there have been.
        var waiting =
            from message in db.Set<OutboxMessage>()
            join request in db.Set<LinkRequest>() on message.SubjectId equals request.Id
            where message.Kind == LinkStore.OutboxKind && (request.State == LinkState.Queued || request.State == LinkState.WaitRetry)
            select request.NextAttemptAt;
        var count = await waiting.CountAsync(cancellationToken);
        var next = count == 0 ? null : await waiting.MinAsync(cancellationToken);

        var answered = await Answered(db.Set<LinkAttempt>().Where(attempt => attempt.BegunAt >= now - Window))
            .OrderByDescending(attempt => attempt.BegunAt).Take(MostAnswers).Select(attempt => new { attempt.BegunAt, attempt.AnsweredAt }).ToListAsync(cancellationToken);
        var times = AnswerTimes.Of(answered.Select(one => one.AnsweredAt!.Value - one.BegunAt));
        return new LinkTrafficReport(now, count, next, times, await SilenceAsync(db, now, cancellationToken));
    }

    /// <summary>Refused at once is no answer: what counts is what came as a callback.</summary>
    private static IQueryable<LinkAttempt> Answered(IQueryable<LinkAttempt> attempts) => attempts.Where(attempt =>
        attempt.AnsweredAt != null && (attempt.State == AttemptState.Succeeded || attempt.State == AttemptState.Failed)
        && (attempt.HttpStatus == null || attempt.HttpStatus < 300 || attempt.HttpStatus == 429));

    /// <summary>
    /// What ABDM took and never answered, since its last answer. The questions for permission count too: where callbacks do not
    /// arrive at all, they are the first to be stuck.
    /// </summary>
    private static async Task<Silence?> SilenceAsync(PortalDb db, DateTime now, CancellationToken cancellationToken)
    {
        var since = now - LongestSilence;
        var attempts = db.Set<LinkAttempt>().Where(attempt => attempt.BegunAt >= since);
        var exchanges = db.Set<AuthenticationExchange>().Where(exchange => exchange.BegunAt >= since && exchange.HttpStatus < 300);
        var last = Later(
            await Answered(attempts).MaxAsync(attempt => attempt.AnsweredAt, cancellationToken),
            await exchanges.MaxAsync(exchange => exchange.AnsweredAt, cancellationToken)) ?? since;
        var taken = attempts.Where(attempt => attempt.AcceptedAt > last && attempt.State != AttemptState.Succeeded && attempt.State != AttemptState.Failed && attempt.State != AttemptState.Postponed)
            .Select(attempt => attempt.BegunAt)
            .Concat(exchanges.Where(exchange => exchange.AnsweredAt == null && exchange.BegunAt > last).Select(exchange => exchange.BegunAt));
        if (await taken.CountAsync(cancellationToken) is var sent && sent < FewestInSilence) return null;
        var first = await taken.MinAsync(cancellationToken);
        return now - first >= Silent ? new Silence(sent, first) : null;
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => other is null || one > other ? one : other;
}

/// <param name="ReadAt">Null before the first reading.</param>
/// <param name="Waiting">Requests that are kept to be sent.</param>
/// <param name="NextAttemptAt">When the first of them is due.</param>
/// <param name="Times">Null when there were too few answers in the last hour to say.</param>
/// <param name="Silence">Null while answers come, or nothing was sent that could be answered.</param>
public sealed record LinkTrafficReport(DateTime? ReadAt, int Waiting, DateTime? NextAttemptAt, AnswerTimes? Times, Silence? Silence)
{
    public static LinkTrafficReport Nothing { get; } = new(null, 0, null, null, null);
}

/// <summary>ABDM took so many requests and answered none since then.</summary>
public sealed record Silence(int Sent, DateTime Since);

using System.Security.Cryptography;
using System.Text.Json;
using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Audit;

/// <summary>A sealed day, looked at again.</summary>
/// <param name="IsIntact">Its entries, and the seal before it, are what they were when it was sealed.</param>
public sealed record SealedDay(DateOnly Day, int Entries, bool IsIntact);

/// <summary>
/// Closes the days of the trail, each with the hash of the day before, so that an entry that somebody changes, adds or takes out
/// of the store later is found. Every hash is logged too: who can rewrite the whole chain cannot rewrite the logs that left.
/// </summary>
public sealed partial class AuditSeals(IDbContextFactory<PortalDb> databases, PortalTime india, TimeProvider clock, ILogger<AuditSeals> log)
{
    /// <summary>What was begun before midnight is committed by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public async Task SealAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var hipId in await db.Set<AuditEntry>().Select(entry => entry.HipId).Distinct().ToListAsync(cancellationToken))
        {
            while (await NextAsync(db, hipId, cancellationToken) is { } seal)
            {
                db.Add(seal);
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                }
                catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
                {
                    // Another node sealed this day: the same entries, the same hash.
                    db.ChangeTracker.Clear();
                    continue;
                }

                Log.Sealed(log, hipId, seal.Day, seal.Entries, seal.Hash);
            }
        }
    }

    /// <summary>The newest days first.</summary>
    public async Task<IReadOnlyList<SealedDay>> CheckAsync(string hipId, int most, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var seals = await db.Set<AuditSeal>().AsNoTracking().Where(seal => seal.HipId == hipId).OrderByDescending(seal => seal.Day).Take(most + 1).ToListAsync(cancellationToken);
        var days = new List<SealedDay>();
        foreach (var (seal, before) in seals.Zip(seals.Skip(1).Append(null)).Take(most))
        {
            var (count, hash) = await HashAsync(db, hipId, india.StartOf(seal.Day), seal.Until, before?.Hash, cancellationToken);
            days.Add(new SealedDay(seal.Day, seal.Entries, count == seal.Entries && hash == seal.Hash));
        }

        return days;
    }

    private async Task<AuditSeal?> NextAsync(PortalDb db, string hipId, CancellationToken cancellationToken)
    {
        var last = await db.Set<AuditSeal>().AsNoTracking().Where(seal => seal.HipId == hipId).OrderByDescending(seal => seal.Day).FirstOrDefaultAsync(cancellationToken);
        var from = last?.Until ?? DateTime.UnixEpoch;
        if (await db.Set<AuditEntry>().Where(entry => entry.HipId == hipId && entry.At >= from).MinAsync(entry => (DateTime?)entry.At, cancellationToken) is not { } first) return null;

        var day = DateOnly.FromDateTime(india.Local(first));
        var until = india.StartOf(day.AddDays(1));
        if (clock.Utc() < until + Grace) return null;
        var (count, hash) = await HashAsync(db, hipId, india.StartOf(day), until, last?.Hash, cancellationToken);
        return new AuditSeal { HipId = hipId, Day = day, Until = until, Entries = count, Hash = hash };
    }

    private static async Task<(int Count, string Hash)> HashAsync(PortalDb db, string hipId, DateTime from, DateTime until, string? before, CancellationToken cancellationToken)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sum.AppendData(JsonSerializer.SerializeToUtf8Bytes(before));
        var count = 0;
        await foreach (var entry in db.Set<AuditEntry>().AsNoTracking().Where(one => one.HipId == hipId && one.At >= from && one.At < until)
            .OrderBy(one => one.At).ThenBy(one => one.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sum.AppendData(Line(entry));
            count++;
        }

        return (count, Convert.ToHexStringLower(sum.GetHashAndReset()));
    }

    /// <summary>Field by field, for a seal outlives the order of an enum and columns that come later.</summary>
    private static byte[] Line(AuditEntry entry) => JsonSerializer.SerializeToUtf8Bytes<object?[]>(
        [entry.Id, entry.At, entry.Who, entry.WhoName, entry.What.ToString(), entry.Count, entry.Detail, entry.PatientId, entry.LinkRequestId]);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The trail of {HipId} for {Day} is sealed: {Entries} entries, {Hash}")]
        public static partial void Sealed(ILogger log, string hipId, DateOnly day, int entries, string hash);
    }
}

/// <summary>Seals at the start and every hour; a day that could not be sealed is sealed by the next.</summary>
internal sealed partial class AuditSealer(AuditSeals seals, TimeProvider clock, ILogger<AuditSealer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await seals.SealAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                Log.NotSealed(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The trail could not be sealed; it is tried again in an hour")]
        public static partial void NotSealed(ILogger log, Exception problem);
    }
}

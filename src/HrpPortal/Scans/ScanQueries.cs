using System.Linq.Expressions;
using HrpPortal.Addresses;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Scans;

/// <summary>What pages show of shared profiles.</summary>
public sealed class ScanQueries(IDbContextFactory<PortalDb> databases, CallbackBodies bodies, TimeProvider clock)
{
    /// <summary>More do not stand before a counter within half an hour.</summary>
    public const int Most = 200;

    /// <summary>Live topic: somebody shared a profile at the facility, or a clerk took one.</summary>
    public static string TopicOf(string hipId) => LiveTopics.AllOf("scans", hipId);

    /// <summary>Who waits, the first first; and of those in <paramref name="shown"/> also whom a clerk has taken meanwhile.</summary>
    public Task<IReadOnlyList<Scan>> ListAsync(string hipId, IReadOnlyCollection<Guid> shown, CancellationToken cancellationToken = default) =>
        ReadAsync(hipId, one => one.TakenAt == null || shown.Contains(one.Id), cancellationToken);

    /// <summary>Who waits, or is with this person, and may be <paramref name="patient"/>: nothing that both sides say differs, and the ABHA is nobody else's.</summary>
    public async Task<IReadOnlyList<Scan>> FittingAsync(Patient patient, string personId, CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync(patient.HipId, one => one.TakenAt == null || one.TakenById == personId, cancellationToken)).Where(scan => Fits(scan, patient))];

    /// <summary>A name alone is no fit: the age must be known on both sides.</summary>
    private static bool Fits(Scan scan, Patient patient)
    {
        if (scan.PatientNumber is { } holder && holder != patient.Number) return false;
        if (scan.Card.AbhaNumber is { } number && patient.AbhaNumber is { } onFile && number != onFile) return false;
        var compared = CardComparison.Of(patient, scan.Card);
        return !compared.NeedsReason && compared.Details[ComparedDetail.Name] != Likeness.Unknown && compared.Details[ComparedDetail.Birth] != Likeness.Unknown;
    }

    private async Task<IReadOnlyList<Scan>> ReadAsync(string hipId, Expression<Func<SharedProfile, bool>> wanted, CancellationToken cancellationToken)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<SharedProfile>().AsNoTracking()
            .Where(one => one.HipId == hipId && one.ExpiresAt > now).Where(wanted)
            .OrderBy(one => one.Id).Take(Most).ToListAsync(cancellationToken);
        var scans = rows.Select(Read).OfType<Scan>().ToList();
        var (keys, numbers) = (scans.Select(one => one.Card.PhrAddress!).ToArray(), scans.Select(one => one.Card.AbhaNumber).OfType<string>().ToArray());
        var known = await db.Set<Patient>().AsNoTracking().Where(one => one.HipId == hipId && (keys.Contains(one.AddressKey) || numbers.Contains(one.AbhaNumber)))
            .Select(one => new { one.Number, one.AddressKey, one.AbhaNumber }).ToListAsync(cancellationToken);
        return [.. scans.Select(scan => scan with
        {
            PatientNumber = known.Find(one => one.AddressKey == scan.Card.PhrAddress || (one.AbhaNumber is not null && one.AbhaNumber == scan.Card.AbhaNumber))?.Number,
        })];
    }

    public async Task<int> WaitingAsync(string hipId, CancellationToken cancellationToken = default)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<SharedProfile>().Where(one => one.HipId == hipId && one.ExpiresAt > now && one.TakenAt == null).Take(Most).CountAsync(cancellationToken);
    }

    /// <summary>The profile for who registers its patient; null when it is not there, or forgotten.</summary>
    public async Task<Scan?> FindAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        var from = clock.Utc() - SharedProfile.Kept;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<SharedProfile>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.HipId == hipId && one.ExpiresAt > from, cancellationToken);
        return row is null ? null : Read(row);
    }

    internal Scan? Read(SharedProfile row) =>
        row.ProtectedProfile is { } closed && ProfileShare.TryRead(bodies.Open(closed), out var share) && SharedCard.Of(share.Patient) is { } card
            ? new Scan(row.Id, row.Number, card, row.Counter, row.SharedAt, row.ExpiresAt, row.TakenAt, row.TakenByName)
            : null;
}

/// <summary>One who scanned. The text of it names nobody.</summary>
/// <param name="Number">In the queue.</param>
public sealed record Scan(Guid Id, int Number, AbhaCard Card, string? Counter, DateTime At, DateTime ExpiresAt, DateTime? TakenAt, string? TakenBy)
{
    /// <summary>The hospital's number of the patient who has this ABHA.</summary>
    public string? PatientNumber { get; init; }

    public bool Waits(DateTime now) => TakenAt is null && ExpiresAt > now;

    public override string ToString() => $"{nameof(Scan)} {Id}";
}

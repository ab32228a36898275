using System.Globalization;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Office;

/// <summary>What the trail is narrowed by, as the page's address has it; what cannot be read narrows nothing.</summary>
/// <param name="Who">A person's id.</param>
public sealed record AuditAsk(AuditAction? What, DateOnly? Day, string? Who, Guid? Patient)
{
    public static AuditAsk Of(string? what, string? day, string? who, string? patient) => new(
        Enum.TryParse<AuditAction>(what, out var action) && Enum.IsDefined(action) ? action : null,
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null,
        string.IsNullOrWhiteSpace(who) ? null : who,
        Guid.TryParse(patient, out var id) ? id : null);

    public bool IsNarrowed => this != new AuditAsk(null, null, null, null);
}

/// <param name="PatientNumber">The hospital's; null when the entry is about nobody.</param>
public sealed record AuditRow(
    DateTime At, string Who, string WhoName, AuditAction What, int Count, string? Detail, Guid? PatientId, string? PatientNumber, Guid? LinkRequestId, string? Reference);

/// <summary>The trail of one facility, newest first. No patient's name: who checks what staff did need not read it.</summary>
public sealed class AuditQueries(IDbContextFactory<PortalDb> databases, PortalTime india)
{
    public const int PageSize = 50;

    public async Task<IReadOnlyList<AuditRow>> PageAsync(string hipId, AuditAsk ask, int page, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Rows(db, hipId, ask).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
    }

    public async Task<int> CountAsync(string hipId, AuditAsk ask, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Entries(db, hipId, ask).CountAsync(cancellationToken);
    }

    /// <summary>Row after row, so that a year's trail is never in memory.</summary>
    public async IAsyncEnumerable<AuditRow> AllAsync(string hipId, AuditAsk ask, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await foreach (var row in Rows(db, hipId, ask).Take(most).AsAsyncEnumerable().WithCancellation(cancellationToken)) yield return row;
    }

    private IQueryable<AuditRow> Rows(PortalDb db, string hipId, AuditAsk ask) => Entries(db, hipId, ask)
        .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id)
        .Select(entry => new AuditRow(
            entry.At, entry.Who, entry.WhoName, entry.What, entry.Count, entry.Detail,
            entry.PatientId, db.Set<Patient>().Where(patient => patient.Id == entry.PatientId).Select(patient => patient.Number).FirstOrDefault(),
            entry.LinkRequestId, db.Set<LinkRequest>().Where(request => request.Id == entry.LinkRequestId).Select(request => request.Reference).FirstOrDefault()));

    private IQueryable<AuditEntry> Entries(PortalDb db, string hipId, AuditAsk ask)
    {
        var entries = db.Set<AuditEntry>().Where(entry => entry.HipId == hipId);
        if (ask.What is { } what) entries = entries.Where(entry => entry.What == what);
        if (ask.Who is { } who) entries = entries.Where(entry => entry.Who == who);
        if (ask.Patient is { } patient) entries = entries.Where(entry => entry.PatientId == patient);
        if (ask.Day is not { } day) return entries;
        var (from, until) = (india.StartOf(day), india.StartOf(day.AddDays(1)));
        return entries.Where(entry => entry.At >= from && entry.At < until);
    }
}

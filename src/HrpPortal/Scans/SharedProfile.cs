using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Scans;

/// <summary>
/// A patient scanned the counter's QR code and shared the profile of the ABHA (protocol, 6): a number in the queue, good for 30
/// minutes, and whom it belongs to. The profile itself is kept encrypted, and no longer than the desk may need it.
/// </summary>
public sealed class SharedProfile
{
    /// <summary>How long a number counts after its patient scanned last.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(30);

    /// <summary>A clerk who opened the profile in its last minute may still register its patient; then it is forgotten.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(12);

    public required Guid Id { get; init; }
    public required string HipId { get; init; }

    /// <summary>The numbers of a facility begin anew with every day of India.</summary>
    public required DateOnly Day { get; init; }
    public required int Number { get; init; }

    /// <summary>Knows the same patient again without keeping the address in the open.</summary>
    public required string AddressHash { get; init; }

    /// <summary>The counter whose code was scanned, as the code says it.</summary>
    public string? Counter { get; private set; }
    public DateTime SharedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public byte[]? ProtectedProfile { get; private set; }

    public DateTime? TakenAt { get; private set; }
    public string? TakenById { get; private set; }
    public string? TakenByName { get; private set; }
    public int Version { get; private set; }

    public bool IsOver(DateTime now) => ExpiresAt <= now;

    /// <summary>The first time, or again: the patient keeps the number, and stands in the queue again if a clerk was done with it.</summary>
    public void Share(string? counter, byte[] protectedProfile, DateTime now)
    {
        (Counter, ProtectedProfile, SharedAt, ExpiresAt) = (counter, protectedProfile, now, now + Validity);
        (TakenAt, TakenById, TakenByName) = (null, null, null);
        Version++;
    }

    public void Take(string byId, string byName, DateTime now)
    {
        (TakenAt, TakenById, TakenByName) = (now, byId, byName);
        Version++;
    }

    public void Forget()
    {
        ProtectedProfile = null;
        Version++;
    }
}

internal sealed class SharedProfileData : IEntityTypeConfiguration<SharedProfile>
{
    public void Configure(EntityTypeBuilder<SharedProfile> builder)
    {
        builder.ToTable("shared_profile").HasKey(one => one.Id);
        builder.Property(one => one.HipId).HasMaxLength(64);
        builder.Property(one => one.AddressHash).HasMaxLength(64);
        builder.Property(one => one.Counter).HasMaxLength(ProfileShares.LongestCounter);
        builder.Property(one => one.TakenById).HasMaxLength(200);
        builder.Property(one => one.TakenByName).HasMaxLength(200);
        builder.Property(one => one.Version).IsConcurrencyToken();
        builder.HasIndex(one => new { one.HipId, one.Day, one.Number }).IsUnique();
        builder.HasIndex(one => new { one.HipId, one.ExpiresAt });
    }
}

/// <summary>Numbers for the queue.</summary>
public static class QueueNumbers
{
    /// <summary>
    /// One more than the last of the day. A number of the evening before that still counts after midnight is passed over: no two
    /// who wait hold the same. Of two nodes that choose at once the index lets one through.
    /// </summary>
    public static async Task<int> NextNumberAsync(this PortalDb db, string hipId, DateOnly day, DateTime now, CancellationToken cancellationToken)
    {
        var last = await db.Set<SharedProfile>().Where(one => one.HipId == hipId && one.Day == day).MaxAsync(one => (int?)one.Number, cancellationToken) ?? 0;
        var held = await db.Set<SharedProfile>().Where(one => one.HipId == hipId && one.Day != day && one.ExpiresAt > now).Select(one => one.Number).ToListAsync(cancellationToken);
        var next = last + 1;
        while (held.Contains(next)) next++;
        return next;
    }
}

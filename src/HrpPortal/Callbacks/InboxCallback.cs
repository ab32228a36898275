using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Callbacks;

/// <summary>A callback of the gateway, written down before it is answered. The body may carry a linking token: it is kept encrypted.</summary>
public sealed class InboxCallback
{
    public required Guid Id { get; init; }
    public required string Path { get; init; }

    /// <summary>X-HIP-ID as it came: a facility of ours, or <c>bridge_…</c> for the gateway's own errors.</summary>
    public required string HipId { get; init; }
    public required string RequestId { get; init; }

    /// <summary>The question of ours that it answers; of a call that ABDM makes of its own accord, that call's own id.</summary>
    public required Guid RespRequestId { get; init; }
    public required string BodyHash { get; init; }

    /// <summary>ABDM's own time in the body; 1970 where it has none. First in the index of repeated callbacks, see <see cref="InboxData"/>.</summary>
    public DateTime StampedAt { get; init; } = DateTime.UnixEpoch;
    public required byte[] ProtectedBody { get; init; }
    public required string Kid { get; init; }
    public required DateTime ReceivedAt { get; init; }
    public DateTime? AppliedAt { get; set; }
    public CallbackOutcome? Outcome { get; set; }

    /// <summary>Times that applying it broke; it is tried again, and the others go on.</summary>
    public int Failures { get; set; }
    public DateTime? RetryAt { get; set; }
}

public enum CallbackOutcome
{
    /// <summary>It changed something, or said again what was known.</summary>
    Applied,

    /// <summary>Nobody here asked under this requestId: kept, in case a restore brings the row back.</summary>
    Orphan,

    /// <summary>It names another facility than the request it answers: kept, nothing changed.</summary>
    OtherFacility,
}

internal sealed class InboxData : IEntityTypeConfiguration<InboxCallback>
{
    public const string NotApplied = "ix_callback_inbox_not_applied";
    public const string ChangedNothing = "ix_callback_inbox_changed_nothing";

    public void Configure(EntityTypeBuilder<InboxCallback> builder)
    {
        builder.ToTable("callback_inbox").HasKey(callback => callback.Id);
        builder.Property(callback => callback.Path).HasMaxLength(64);
        builder.Property(callback => callback.HipId).HasMaxLength(80);
        builder.Property(callback => callback.RequestId).HasMaxLength(64);
        builder.Property(callback => callback.BodyHash).HasMaxLength(64);
        builder.Property(callback => callback.Kid).HasMaxLength(128);

        // A callback repeats another when path, question and body are the same, and then so is the time in the body: it forbids nothing
        // more, and puts new callbacks side by side. By ids alone each would land on, and sync, a page of its own.
        builder.HasIndex(callback => new { callback.StampedAt, callback.Path, callback.RespRequestId, callback.BodyHash }).IsUnique();

        // Only what is not applied is looked for, and that is little: the index stays small however long the portal runs.
        builder.HasIndex(callback => callback.Id, NotApplied).HasFilter("\"AppliedAt\" IS NULL");
        builder.HasIndex(callback => callback.Id, ChangedNothing).HasFilter("\"Outcome\" IS NOT NULL AND \"Outcome\" <> 'Applied'");
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Audit;

/// <summary>Who did what, when, and to how many. Only ever added.</summary>
public sealed class AuditEntry
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required DateTime At { get; init; }

    /// <summary>The person's id, as in the rows of what they did.</summary>
    public required string Who { get; init; }
    public required string WhoName { get; init; }
    public required AuditAction What { get; init; }
    public required int Count { get; init; }

    /// <summary>How it was narrowed, in the words of the address; never what somebody typed.</summary>
    public string? Detail { get; init; }

    /// <summary>Whom it was about; no key into the patients' rows, for the entry outlives them.</summary>
    public Guid? PatientId { get; init; }
    public Guid? LinkRequestId { get; init; }
}

public enum AuditAction
{
    PatientOpened, LinksSent, LinkTriedAgain, LinkCancelled, LinksExported, LinksTriedAgain,
    FacilityAdded, FacilityRenamed, FacilityDialectChanged, BridgeRegistered, TrailExported,
}

internal sealed class AuditData : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry").HasKey(entry => entry.Id);
        builder.Property(entry => entry.HipId).HasMaxLength(64);
        builder.Property(entry => entry.Who).HasMaxLength(200);
        builder.Property(entry => entry.WhoName).HasMaxLength(200);
        builder.Property(entry => entry.Detail).HasMaxLength(300);
        builder.HasIndex(entry => new { entry.HipId, entry.At });
        builder.HasIndex(entry => new { entry.PatientId, entry.At });
    }
}

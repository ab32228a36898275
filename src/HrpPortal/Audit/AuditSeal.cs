using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Audit;

/// <summary>One day of a facility's trail, closed: the hash of its entries and of the day before it.</summary>
public sealed class AuditSeal
{
    public required string HipId { get; init; }

    /// <summary>Of India.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The moment, in UTC, at which the day ended.</summary>
    public required DateTime Until { get; init; }
    public required int Entries { get; init; }
    public required string Hash { get; init; }
}

internal sealed class AuditSealData : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seal").HasKey(seal => new { seal.HipId, seal.Day });
        builder.Property(seal => seal.HipId).HasMaxLength(64);
        builder.Property(seal => seal.Hash).HasMaxLength(64);
    }
}

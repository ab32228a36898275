using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Office;

/// <summary>Somebody of the records office has this in hand: a link request or a callback that nobody asked for.</summary>
public sealed class InboxClaim
{
    public required Guid SubjectId { get; init; }
    public required string HipId { get; init; }
    public required string HolderId { get; set; }
    public required string HolderName { get; set; }
    public required DateTime At { get; set; }

    /// <summary>Who put it into these hands: the holder, or a colleague.</summary>
    public required string ById { get; set; }
    public required string ByName { get; set; }
    public int Version { get; set; }
}

/// <summary>Somebody who works at the inbox, and so can be given something of it.</summary>
public sealed class OfficeMember
{
    public required string HipId { get; init; }
    public required string StaffId { get; init; }
    public required string Name { get; set; }
    public required DateTime SeenAt { get; set; }
}

internal sealed class OfficeData : IEntityTypeConfiguration<InboxClaim>, IEntityTypeConfiguration<OfficeMember>
{
    public void Configure(EntityTypeBuilder<InboxClaim> builder)
    {
        builder.ToTable("office_claim").HasKey(claim => claim.SubjectId);
        builder.Property(claim => claim.SubjectId).ValueGeneratedNever();
        builder.Property(claim => claim.HipId).HasMaxLength(64);
        builder.Property(claim => claim.HolderId).HasMaxLength(200);
        builder.Property(claim => claim.HolderName).HasMaxLength(200);
        builder.Property(claim => claim.ById).HasMaxLength(200);
        builder.Property(claim => claim.ByName).HasMaxLength(200);
        builder.Property(claim => claim.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<OfficeMember> builder)
    {
        builder.ToTable("office_member").HasKey(member => new { member.HipId, member.StaffId });
        builder.Property(member => member.HipId).HasMaxLength(64);
        builder.Property(member => member.StaffId).HasMaxLength(200);
        builder.Property(member => member.Name).HasMaxLength(200);
    }
}

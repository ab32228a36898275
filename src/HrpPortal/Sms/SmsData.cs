using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Sms;

internal sealed class SmsData : IEntityTypeConfiguration<SmsInvitation>
{
    public const int LongestMessage = 500;

    /// <summary>Two desks that press at once: the index lets one through.</summary>
    public const string OneOpen = "ux_sms_invitation_open";

    public void Configure(EntityTypeBuilder<SmsInvitation> builder)
    {
        builder.ToTable("sms_invitation").HasKey(one => one.Id);
        builder.Property(one => one.HipId).HasMaxLength(64);
        builder.Property(one => one.Mobile).HasMaxLength(10);
        builder.Property(one => one.AskedById).HasMaxLength(200);
        builder.Property(one => one.AskedByName).HasMaxLength(200);
        builder.Property(one => one.ErrorCode).HasMaxLength(32);
        builder.Property(one => one.ErrorMessage).HasMaxLength(LongestMessage);
        builder.Property(one => one.Version).IsConcurrencyToken();
        builder.Ignore(one => one.OutboxKey);
        builder.HasOne<Patient>().WithMany().HasForeignKey(one => one.PatientId);
        builder.HasIndex(one => new { one.PatientId, one.AskedAt });
        builder.HasIndex(one => one.RequestId);
        builder.HasIndex(one => new { one.HipId, one.Mobile }, OneOpen).IsUnique().HasFilter("\"ClosedAt\" IS NULL");
    }
}

using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Addresses;

internal sealed class AddressData : IEntityTypeConfiguration<AddressCheck>
{
    public void Configure(EntityTypeBuilder<AddressCheck> builder)
    {
        builder.ToTable("address_check").HasKey(check => check.Id);
        builder.Property(check => check.HipId).HasMaxLength(64);
        builder.Property(check => check.AddressKey).HasMaxLength(100);
        builder.Property(check => check.Differed).HasMaxLength(100);
        builder.Property(check => check.Reason).HasMaxLength(AddressService.LongestReason);
        builder.Property(check => check.CheckedBy).HasMaxLength(200);
        builder.Property(check => check.CheckedByName).HasMaxLength(200);
        builder.HasIndex(check => new { check.PatientId, check.CheckedAt });
        builder.HasOne<Patient>().WithMany().HasForeignKey(check => check.PatientId);
    }
}

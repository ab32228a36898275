using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Patients;

internal sealed class AddressStandingData : IEntityTypeConfiguration<AddressStanding>
{
    public void Configure(EntityTypeBuilder<AddressStanding> builder)
    {
        builder.ToTable("address_standing").HasKey(one => new { one.HipId, one.AddressHash });
        builder.Property(one => one.HipId).HasMaxLength(64);
        builder.Property(one => one.AddressHash).HasMaxLength(64);
        builder.Property(one => one.Version).IsConcurrencyToken();
    }
}

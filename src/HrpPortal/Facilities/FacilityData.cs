using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Facilities;

internal sealed class FacilityData : IEntityTypeConfiguration<Facility>
{
    public void Configure(EntityTypeBuilder<Facility> builder)
    {
        builder.ToTable("facility").HasKey(facility => facility.HipId);
        builder.Property(facility => facility.HipId).HasMaxLength(64);
        builder.Property(facility => facility.Name).HasMaxLength(200);
    }
}

using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.CareContexts;

internal sealed class CareContextData : IEntityTypeConfiguration<CareContext>, IEntityTypeConfiguration<HealthRecord>
{
    public void Configure(EntityTypeBuilder<CareContext> builder)
    {
        builder.ToTable("care_context").HasKey(context => context.Id);
        builder.Property(context => context.HipId).HasMaxLength(64);
        builder.Property(context => context.Reference).HasMaxLength(100);
        builder.Property(context => context.VisitNumber).HasMaxLength(64);
        builder.Property(context => context.Display).HasMaxLength(100);
        builder.Property(context => context.LinkedAddressKey).HasMaxLength(100);
        builder.Property(context => context.Version).IsConcurrencyToken();
        builder.HasIndex(context => new { context.HipId, context.Reference }).IsUnique();
        builder.HasOne<Patient>().WithMany().HasForeignKey(context => context.PatientId);
    }

    public void Configure(EntityTypeBuilder<HealthRecord> builder)
    {
        builder.ToTable("health_record").HasKey(record => record.Id);
        builder.Property(record => record.HipId).HasMaxLength(64);
        builder.Property(record => record.VisitNumber).HasMaxLength(64);
        builder.Property(record => record.Title).HasMaxLength(100);
        builder.Property(record => record.Doctor).HasMaxLength(100);
        builder.HasOne<Patient>().WithMany().HasForeignKey(record => record.PatientId);
        builder.HasOne<CareContext>().WithMany().HasForeignKey(record => record.CareContextId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Patients;

internal sealed class PatientData : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("patient").HasKey(patient => patient.Id);
        builder.Property(patient => patient.HipId).HasMaxLength(64);
        builder.Property(patient => patient.Number).HasMaxLength(64);
        builder.Property(patient => patient.Name).HasMaxLength(200);
        builder.Property(patient => patient.Mobile).HasMaxLength(10);
        builder.Property(patient => patient.PhrAddress).HasMaxLength(100);
        builder.Property(patient => patient.AbhaNumber).HasMaxLength(14);
        builder.Property(patient => patient.SearchText).HasMaxLength(500);
        builder.Property(patient => patient.Version).IsConcurrencyToken();
        builder.HasIndex(patient => new { patient.HipId, patient.Number }).IsUnique();
        builder.HasIndex(patient => new { patient.HipId, patient.Name });
    }
}

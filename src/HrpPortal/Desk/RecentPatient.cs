using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Desk;

/// <summary>A patient whom a clerk opened at the desk: one row for each, with the last time.</summary>
public sealed class RecentPatient
{
    public required string PersonId { get; init; }
    public required string HipId { get; init; }
    public required Guid PatientId { get; init; }
    public required DateTime OpenedAt { get; set; }
}

internal sealed class RecentPatientData : IEntityTypeConfiguration<RecentPatient>
{
    public void Configure(EntityTypeBuilder<RecentPatient> builder)
    {
        builder.ToTable("recent_patient").HasKey(recent => new { recent.PersonId, recent.HipId, recent.PatientId });
        builder.Property(recent => recent.PersonId).HasMaxLength(200);
        builder.Property(recent => recent.HipId).HasMaxLength(64);
        builder.HasIndex(recent => new { recent.PersonId, recent.HipId, recent.OpenedAt });
        builder.HasOne<Patient>().WithMany().HasForeignKey(recent => recent.PatientId);
    }
}

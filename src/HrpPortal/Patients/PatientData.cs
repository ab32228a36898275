using System.Collections.Immutable;
using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Patients;

internal sealed class PatientData : IEntityTypeConfiguration<Patient>
{
    /// <summary>Patients of before there were keys; no row is in this index once the portal has started.</summary>
    public const string WithoutKeys = "ix_patient_without_keys";

    /// <summary>Six words of a name lead to it; what a longer name has beside them are its shortest.</summary>
    public static readonly ImmutableArray<string> Words =
        [nameof(Patient.Word1), nameof(Patient.Word2), nameof(Patient.Word3), nameof(Patient.Word4), nameof(Patient.Word5), nameof(Patient.Word6)];

    /// <summary>Two desks that register one ABHA in the same instant: the index lets one through.</summary>
    public const string OneAbhaOnce = "ux_patient_abha_claim";
    public const string OneAddressOnce = "ux_patient_address_claim";

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
        builder.HasIndex(patient => new { patient.HipId, patient.Id });

        builder.Property(patient => patient.NameKey).HasMaxLength(400).InByteOrder();
        builder.Property(patient => patient.NumberKey).HasMaxLength(64).InByteOrder();
        builder.Property(patient => patient.NumberEnd).HasMaxLength(64).InByteOrder();
        builder.Property(patient => patient.MobileEnd).HasMaxLength(4).InByteOrder();
        builder.Property(patient => patient.AddressKey).HasMaxLength(100).InByteOrder();
        foreach (var column in (string[])[nameof(Patient.NumberKey), nameof(Patient.NumberEnd), nameof(Patient.Mobile), nameof(Patient.MobileEnd), nameof(Patient.AbhaNumber), nameof(Patient.AddressKey)])
            builder.HasIndex(nameof(Patient.HipId), column);

        // The whole name lies beside each word, so that a search for several words reads no patient that it does not show.
        foreach (var word in Words)
        {
            builder.Property<string?>(word).HasMaxLength(200).InByteOrder();
            builder.HasIndex(nameof(Patient.HipId), word, nameof(Patient.NameKey)).HasFilter($"\"{word}\" IS NOT NULL");
        }

        builder.Property(patient => patient.AbhaClaim).HasMaxLength(14);
        builder.Property(patient => patient.AddressClaim).HasMaxLength(100).InByteOrder();
        builder.HasIndex(patient => new { patient.HipId, patient.AbhaClaim }, OneAbhaOnce).IsUnique().HasFilter("\"AbhaClaim\" IS NOT NULL");
        builder.HasIndex(patient => new { patient.HipId, patient.AddressClaim }, OneAddressOnce).IsUnique().HasFilter("\"AddressClaim\" IS NOT NULL");
        builder.HasIndex(patient => patient.Id, WithoutKeys).HasFilter("\"NameKey\" = ''");
    }
}

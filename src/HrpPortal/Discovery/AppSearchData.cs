using HrpPortal.CareContexts;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Discovery;

internal sealed class AppSearchData : IEntityTypeConfiguration<AppSearch>, IEntityTypeConfiguration<AppSearchChoice>
{
    public void Configure(EntityTypeBuilder<AppSearch> builder)
    {
        builder.ToTable("app_search").HasKey(search => search.Id);
        builder.Property(search => search.HipId).HasMaxLength(64);
        builder.Property(search => search.TransactionId).HasMaxLength(100);
        builder.Property(search => search.PhrAddress).HasMaxLength(100);
        builder.Property(search => search.AddressKey).HasMaxLength(100);
        builder.Property(search => search.InitAskedAs).HasMaxLength(64);
        builder.Property(search => search.LinkReference).HasMaxLength(40);
        builder.Property(search => search.Version).IsConcurrencyToken();
        builder.HasOne<Patient>().WithMany().HasForeignKey(search => search.PatientId);
        builder.HasMany(search => search.Choices).WithOne().HasForeignKey(choice => choice.AppSearchId);
        builder.HasIndex(search => new { search.HipId, search.TransactionId, search.PatientId }).IsUnique();
        builder.HasIndex(search => new { search.HipId, search.LinkReference });
        builder.HasIndex(search => new { search.PatientId, search.AskedAt });
    }

    public void Configure(EntityTypeBuilder<AppSearchChoice> builder)
    {
        builder.ToTable("app_search_choice").HasKey(choice => new { choice.AppSearchId, choice.CareContextId });
        builder.Property(choice => choice.HiTypes).HasMaxLength(200);
        builder.HasOne<CareContext>().WithMany().HasForeignKey(choice => choice.CareContextId);
    }
}

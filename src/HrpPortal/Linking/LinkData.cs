using HrpPortal.CareContexts;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Linking;

internal sealed class LinkData :
    IEntityTypeConfiguration<LinkRequest>, IEntityTypeConfiguration<LinkContext>, IEntityTypeConfiguration<LinkItem>,
    IEntityTypeConfiguration<LinkAttempt>, IEntityTypeConfiguration<LinkEvent>
{
    /// <summary>Named, because the last word on two clerks sending at once is theirs (LinkService).</summary>
    public const string OneDraftOnce = "ux_link_request_draft";
    public const string OneRecordOnce = "ux_link_item_record";
    public const string OneContextOnce = "ux_link_context_held";

    public void Configure(EntityTypeBuilder<LinkRequest> builder)
    {
        builder.ToTable("link_request").HasKey(request => request.Id);
        builder.Property(request => request.Reference).HasMaxLength(20);
        builder.Property(request => request.HipId).HasMaxLength(64);
        builder.Property(request => request.PhrAddress).HasMaxLength(100);
        builder.Property(request => request.AddressKey).HasMaxLength(100);
        builder.Property(request => request.CreatedBy).HasMaxLength(200);
        builder.Property(request => request.CreatedByName).HasMaxLength(200);
        builder.Property(request => request.ErrorCode).HasMaxLength(32);
        builder.Property(request => request.ErrorMessage).HasMaxLength(500);
        builder.Property(request => request.LastHash).HasMaxLength(64);
        builder.Property(request => request.Version).IsConcurrencyToken();
        builder.Ignore(request => request.JustLinked);
        builder.HasIndex(request => request.Reference).IsUnique();
        builder.HasIndex(request => new { request.DraftId, request.Part }, OneDraftOnce).IsUnique();
        builder.HasIndex(request => new { request.HipId, request.State, request.CreatedAt });
        builder.HasIndex(request => new { request.HipId, request.CreatedAt });
        builder.HasIndex(request => new { request.HipId, request.CreatedBy, request.CreatedAt });
        builder.HasIndex(request => request.PatientId);
        builder.HasOne<Patient>().WithMany().HasForeignKey(request => request.PatientId);
        builder.HasMany(request => request.Contexts).WithOne().HasForeignKey(context => context.LinkRequestId);
        builder.HasMany(request => request.Items).WithOne().HasForeignKey(item => item.LinkRequestId);
        builder.HasMany(request => request.Attempts).WithOne().HasForeignKey(attempt => attempt.LinkRequestId);
        builder.HasMany(request => request.Events).WithOne().HasForeignKey(happened => happened.LinkRequestId);
    }

    public void Configure(EntityTypeBuilder<LinkContext> builder)
    {
        builder.ToTable("link_context").HasKey(context => new { context.LinkRequestId, context.CareContextId });
        builder.Property(context => context.HipId).HasMaxLength(64);
        builder.Property(context => context.AddressKey).HasMaxLength(100);
        builder.HasOne<CareContext>().WithMany().HasForeignKey(context => context.CareContextId);
        builder.HasIndex(context => new { context.HipId, context.AddressKey, context.CareContextId }, OneContextOnce)
            .IsUnique().HasFilter("\"ReleasedAt\" IS NULL AND \"Kind\" = 'NewCareContexts'");
    }

    public void Configure(EntityTypeBuilder<LinkItem> builder)
    {
        builder.ToTable("link_item").HasKey(item => new { item.LinkRequestId, item.HealthRecordId });
        builder.HasOne<HealthRecord>().WithMany().HasForeignKey(item => item.HealthRecordId);
        builder.HasOne<CareContext>().WithMany().HasForeignKey(item => item.CareContextId);
        builder.HasIndex(item => item.HealthRecordId, OneRecordOnce).IsUnique().HasFilter("\"ReleasedAt\" IS NULL");
        builder.HasIndex(item => item.HealthRecordId, "ix_link_item_record");
    }

    public void Configure(EntityTypeBuilder<LinkAttempt> builder)
    {
        builder.ToTable("link_attempt").HasKey(attempt => attempt.RequestId);
        builder.Property(attempt => attempt.RequestId).ValueGeneratedNever();
        builder.Property(attempt => attempt.HipId).HasMaxLength(64);
        builder.Property(attempt => attempt.CorrelationId).HasMaxLength(128);
        builder.Property(attempt => attempt.ErrorCode).HasMaxLength(32);
        builder.Property(attempt => attempt.ErrorMessage).HasMaxLength(500);
        builder.HasIndex(attempt => attempt.LinkRequestId);
        builder.HasIndex(attempt => attempt.BegunAt);
    }

    public void Configure(EntityTypeBuilder<LinkEvent> builder)
    {
        builder.ToTable("link_event").HasKey(happened => new { happened.LinkRequestId, happened.Seq });
        builder.Property(happened => happened.Seq).ValueGeneratedNever();
        builder.Property(happened => happened.Actor).HasMaxLength(200);
        builder.Property(happened => happened.ActorName).HasMaxLength(200);
        builder.Property(happened => happened.Code).HasMaxLength(32);
        builder.Property(happened => happened.Hash).HasMaxLength(64);
    }
}

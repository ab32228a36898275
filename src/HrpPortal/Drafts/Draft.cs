using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Drafts;

/// <summary>
/// The long way to a link while it is not sent: what a clerk chose and typed so far. Its id is the guard against sending twice
/// (link_request.DraftId), so that a draft that was sent is never sent again.
/// </summary>
public sealed class Draft
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required Guid PatientId { get; init; }

    /// <summary>Whose it is: nobody else sees it.</summary>
    public required string PersonId { get; init; }
    public required DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }

    /// <summary>The chosen records, as the wizard writes them; null while they are as proposed.</summary>
    public string? Records { get; set; }

    /// <summary>What the patient's app will show, by visit, where it was changed: JSON.</summary>
    public string Displays { get; set; } = "{}";

    /// <summary>The clerk told the patient what will show in their app.</summary>
    public bool Told { get; set; }

    /// <summary>An ABHA address that is typed and not on file yet.</summary>
    public string? Address { get; set; }
}

internal sealed class DraftData : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.ToTable("draft").HasKey(draft => draft.Id);
        builder.Property(draft => draft.HipId).HasMaxLength(64);
        builder.Property(draft => draft.PersonId).HasMaxLength(200);
        builder.Property(draft => draft.Address).HasMaxLength(100);
        builder.HasIndex(draft => new { draft.PersonId, draft.UpdatedAt });
        builder.HasIndex(draft => draft.UpdatedAt);
        builder.HasOne<Patient>().WithMany().HasForeignKey(draft => draft.PatientId);
    }
}

using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Notices;

/// <summary>Something that ABDM told us of a patient, kept as received and shown on the patient's page.</summary>
public sealed class AbdmNotice
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required Guid? PatientId { get; init; }
    public required NoticeKind Kind { get; init; }

    /// <summary>Of a consent its id; of a request for data the consent under which it was made.</summary>
    public string? ConsentId { get; init; }
    public string? Purpose { get; init; }
    public DateTime? Until { get; init; }

    /// <summary>The consent manager that told us.</summary>
    public required string CmId { get; init; }
    public required DateTime ReceivedAt { get; init; }

    /// <summary>The whole of a consent or a request, encrypted; gone when the patient leaves ABDM (protocol, 5.4).</summary>
    public byte[]? ProtectedBody { get; private set; }

    public void Keep(byte[] protectedBody) => ProtectedBody = protectedBody;

    public void Forget() => ProtectedBody = null;
}

public enum NoticeKind { Deactivated, Reactivated, Deleted, ConsentGranted, ConsentEnded, DataRequested }

internal sealed class NoticeData : IEntityTypeConfiguration<AbdmNotice>
{
    public void Configure(EntityTypeBuilder<AbdmNotice> builder)
    {
        builder.ToTable("abdm_notice").HasKey(notice => notice.Id);
        builder.Property(notice => notice.HipId).HasMaxLength(64);
        builder.Property(notice => notice.ConsentId).HasMaxLength(100);
        builder.Property(notice => notice.Purpose).HasMaxLength(32);
        builder.Property(notice => notice.CmId).HasMaxLength(20);
        builder.HasOne<Patient>().WithMany().HasForeignKey(notice => notice.PatientId);
        builder.HasIndex(notice => new { notice.PatientId, notice.ReceivedAt });
        builder.HasIndex(notice => new { notice.HipId, notice.ConsentId });
    }
}

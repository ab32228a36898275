using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Outbox;

internal sealed class OutboxData : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox").HasKey(message => new { message.Kind, message.SubjectId });
        builder.Property(message => message.Kind).HasMaxLength(32);
        builder.Property(message => message.Key).HasMaxLength(200);
        builder.Property(message => message.LeaseOwner).HasMaxLength(64);
        builder.Property(message => message.ParkedReason).HasMaxLength(64);
        builder.Property(message => message.Version).IsConcurrencyToken();
        builder.HasIndex(message => message.DueAt);
        builder.HasIndex(message => message.Key);
    }
}

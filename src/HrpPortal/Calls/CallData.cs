using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Calls;

internal sealed class CallData : IEntityTypeConfiguration<AbdmCall>
{
    public void Configure(EntityTypeBuilder<AbdmCall> builder)
    {
        builder.ToTable("abdm_call").HasKey(call => call.Id);
        builder.Property(call => call.HipId).HasMaxLength(64);
        builder.Property(call => call.Path).HasMaxLength(64);
        builder.Property(call => call.AnswerPath).HasMaxLength(100);
        builder.Property(call => call.CmId).HasMaxLength(20);
        builder.Property(call => call.ErrorCode).HasMaxLength(32);
        builder.Property(call => call.Version).IsConcurrencyToken();
        builder.Ignore(call => call.OutboxKey);
        builder.HasOne<Patient>().WithMany().HasForeignKey(call => call.PatientId);
        builder.HasIndex(call => new { call.PatientId, call.ReceivedAt });
    }
}

using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.LinkingTokens;

internal sealed class LinkingTokenData :
    IEntityTypeConfiguration<LinkingToken>, IEntityTypeConfiguration<Authentication>, IEntityTypeConfiguration<AuthenticationExchange>
{
    public const string OneOpenAtATime = "ux_authentication_open";

    public void Configure(EntityTypeBuilder<LinkingToken> builder)
    {
        builder.ToTable("linking_token").HasKey(token => token.Id);
        builder.Property(token => token.HipId).HasMaxLength(64);
        builder.Property(token => token.AddressKey).HasMaxLength(100);
        builder.Property(token => token.Version).IsConcurrencyToken();
        builder.Ignore(token => token.IsReusable);
        builder.HasIndex(token => new { token.HipId, token.AddressKey, token.ExpiresAt });
        builder.HasIndex(token => token.ReservedFor);
    }

    public void Configure(EntityTypeBuilder<Authentication> builder)
    {
        builder.ToTable("authentication").HasKey(authentication => authentication.Id);
        builder.Property(authentication => authentication.HipId).HasMaxLength(64);
        builder.Property(authentication => authentication.PhrAddress).HasMaxLength(100);
        builder.Property(authentication => authentication.AddressKey).HasMaxLength(100);
        builder.Property(authentication => authentication.OutboxKey).HasMaxLength(200);
        builder.Property(authentication => authentication.TransactionId).HasMaxLength(100);
        builder.Property(authentication => authentication.ErrorCode).HasMaxLength(32);
        builder.Property(authentication => authentication.ErrorMessage).HasMaxLength(500);
        builder.Property(authentication => authentication.Modes).HasMaxLength(200);
        builder.Property(authentication => authentication.LookedBy).HasMaxLength(200);
        builder.Property(authentication => authentication.LookReason).HasMaxLength(200);
        builder.Property(authentication => authentication.Version).IsConcurrencyToken();
        builder.HasIndex(authentication => new { authentication.PatientId, authentication.CreatedAt });
        builder.HasOne<Patient>().WithMany().HasForeignKey(authentication => authentication.PatientId);
        builder.HasMany(authentication => authentication.Exchanges).WithOne().HasForeignKey(exchange => exchange.AuthenticationId);
        builder.HasIndex(authentication => new { authentication.HipId, authentication.AddressKey });
        builder.HasIndex(authentication => new { authentication.HipId, authentication.AddressKey, authentication.Dialect }, OneOpenAtATime)
            .IsUnique().HasFilter("\"ClosedAt\" IS NULL");
    }

    public void Configure(EntityTypeBuilder<AuthenticationExchange> builder)
    {
        builder.ToTable("authentication_exchange").HasKey(exchange => exchange.RequestId);
        builder.Property(exchange => exchange.RequestId).ValueGeneratedNever();
        builder.Property(exchange => exchange.HipId).HasMaxLength(64);
        builder.Property(exchange => exchange.TransactionId).HasMaxLength(100);
        builder.HasIndex(exchange => exchange.BegunAt);
        builder.HasIndex(exchange => exchange.TransactionId);
    }
}

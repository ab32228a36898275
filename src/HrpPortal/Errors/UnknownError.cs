using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Errors;

/// <summary>
/// One time that ABDM gave an error which the catalogue does not know. A row a time and no counter: a counter would be one row
/// that every answer's commit fights for on the day ABDM brings a new code.
/// </summary>
public sealed class UnknownError
{
    public const int LongestCode = 32;

    public required Guid Id { get; init; }

    /// <summary>The path of the call that it answers.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Empty when ABDM gave none; as the message.</summary>
    public required string Code { get; init; }
    public required string Message { get; init; }
    public required int? HttpStatus { get; init; }
    public required Guid RequestId { get; init; }
    public required DateTime At { get; init; }
}

internal sealed class UnknownErrorData : IEntityTypeConfiguration<UnknownError>
{
    public void Configure(EntityTypeBuilder<UnknownError> builder)
    {
        builder.ToTable("unknown_error").HasKey(one => one.Id);
        builder.Property(one => one.Endpoint).HasMaxLength(64);
        builder.Property(one => one.Code).HasMaxLength(UnknownError.LongestCode);
        builder.Property(one => one.Message).HasMaxLength(300);
        builder.HasIndex(one => new { one.Endpoint, one.Code, one.Message });
    }
}

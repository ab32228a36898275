using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Me;

/// <summary>What one person chose for themselves. It goes with them from counter to counter.</summary>
public sealed class UserSettings
{
    /// <summary>The id of a <see cref="Access.StaffMember"/>, which says nothing of the person.</summary>
    public required string StaffId { get; init; }

    /// <summary>Null until the person chose: then the language of the counter stays.</summary>
    public string? Culture { get; set; }

    /// <summary>As <see cref="Ui.Look"/> writes itself.</summary>
    public required string LookText { get; set; }

    public required DateTime UpdatedAt { get; set; }

    public Look Look => Look.Read(LookText);
}

internal sealed class UserSettingsData : IEntityTypeConfiguration<UserSettings>
{
    public void Configure(EntityTypeBuilder<UserSettings> builder)
    {
        builder.ToTable("user_settings").HasKey(settings => settings.StaffId);
        builder.Property(settings => settings.StaffId).HasMaxLength(64);
        builder.Property(settings => settings.Culture).HasMaxLength(16);
        builder.Property(settings => settings.LookText).HasMaxLength(64);
        builder.Ignore(settings => settings.Look);
    }
}
